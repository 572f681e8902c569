    -- The extraction in microseconds, and in working microseconds by the calendar of everybody, where one is given: here none is.
    select epoch_us($extracted_at::timestamp) as now_us, null::bigint as now_worked
