-- uses: judged_case, case_trace
    -- Each case whose beginning was seen, with the sequence of activities that it follows, so far where it is open.
    select case_no, is_open, trace_no from judged_case join case_trace using (case_no)
