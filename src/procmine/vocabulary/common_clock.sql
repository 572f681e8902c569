    -- The working microseconds before the begin and the end of each piece of work by the calendar of everybody, where one is given: here none is.
    select null::bigint as event_no, null::bigint as begins_worked, null::bigint as ends_worked where false
