    -- The number of the sequence of activities that each case follows.
    select case_no, variant_no as trace_no from case_variant semi join case_span using (case_no)
