    -- When each piece of work began, as recorded.
    select event_no, started_at as begun_at from event
