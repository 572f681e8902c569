    -- Each piece of work with the working time of its wait and of its work, where a calendar is given: here none is.
    select *, null::double as wait_worked_seconds, null::double as work_worked_seconds from event
