    -- The cases that rules are held against: those of which the beginning was seen.
    select case_no, is_open, events from case_span where not is_truncated
