-- uses: recorded_work
    -- The work that occupied each resource, over the whole log, which records no starts: each piece from the earliest instant at
    -- which it can have begun, ready and after the end of what its resource did before it. So it lasts too long, never too short.
    select event_no, resource_no, activity_no, enabled_at, ended_at,
        greatest(enabled_at, coalesce(max(ended_at) over (
            partition by resource_no order by ended_at range between unbounded preceding and interval 1 microsecond preceding), enabled_at)) as started_at
    from recorded_work where resource_no is not null
