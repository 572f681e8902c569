-- uses: outcome_case
    -- The cases of which all is known and of which all can be expected: finished, seen from their beginning, without an outcome that ends them early.
    select case_no from case_span where not is_open and not is_truncated and case_no not in (select case_no from outcome_case)
