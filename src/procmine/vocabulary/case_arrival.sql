    -- When each case arrived, on the clock of the log's zone, and whether anybody was on duty then, where a calendar tells: here none does.
    select case_no, first_at, timezone($zone, timezone('UTC', first_at)) as local_at, null::boolean as is_on_duty from case_span where not is_truncated
