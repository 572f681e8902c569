-- uses: working_interval
    -- When each case arrived, on the clock of the log's zone, and whether that is within the working time of everybody.
    select case_no, first_at, timezone($zone, timezone('UTC', first_at)) as local_at, coalesce(first_at < ends_at, false) as is_on_duty
    from (from case_span where not is_truncated) asof left join (from working_interval where calendar_no = 0) on first_at >= begins_at
