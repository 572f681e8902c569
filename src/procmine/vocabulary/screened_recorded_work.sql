    -- All work of the version, whatever the view shows, by the person who did it, also where they are told by role.
    select event_no, case_no, person_no as resource_no, activity_no, enabled_at, started_at, ended_at from events
