-- uses: clocked_event
    -- Each piece of work with the working time of its wait and of its work, by the calendar of who did it.
    select * exclude (enabled_worked, started_worked, ended_worked),
        ((case when is_elapsed then ended_worked else started_worked end) - enabled_worked) / 1e6 as wait_worked_seconds,
        (ended_worked - started_worked) / 1e6 as work_worked_seconds
    from clocked_event
