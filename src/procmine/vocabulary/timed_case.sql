    -- Each case with the working time it took and had taken when it came into sight, where a calendar is given: here none is.
    select *, null::double as worked_seconds, null::double as entry_worked_seconds from case_span
