    -- All work of the version, whatever the view shows, by who did it.
    select event_no, case_no, resource_no, activity_no, enabled_at, started_at, ended_at from events
