-- uses: recorded_work
    -- The work that occupied each resource, over the whole log, whatever the view shows: all of which start and end are known.
    select event_no, resource_no, activity_no, enabled_at, started_at, ended_at from recorded_work
    where resource_no is not null and started_at is not null and ended_at is not null
