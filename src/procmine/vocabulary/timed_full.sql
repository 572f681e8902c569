-- uses: pool_state
    -- When each pool is full, with the working microseconds before, where a calendar is given: here none is.
    select owner_no, begins_at, ends_at, null::bigint as begins_worked, null::bigint as ends_worked from pool_state where is_full
