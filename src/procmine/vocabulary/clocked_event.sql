    -- Each piece of work with the working microseconds before its enabling, start and end, where a calendar is given: here none is.
    select *, null::bigint as enabled_worked, null::bigint as started_worked, null::bigint as ended_worked from event
