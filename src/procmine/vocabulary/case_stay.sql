    -- How long each case is in progress: from its first instant to its last, an open one until the extraction.
    select case_no, is_open, first_at as arrived_at, case when is_open then greatest(last_at, $extracted_at::timestamp) else last_at end as left_at
    from case_span
