    -- cases that are still open, or complete
    select case_no from cases where is_open = $is_open
