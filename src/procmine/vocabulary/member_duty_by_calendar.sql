-- uses: occupied, own_calendar, working_interval
    -- When each resource is there to be called on: on duty by its own calendar, from its first work to its last.
    select resource_no, greatest(first_at, begins_at) as begins_at, least(last_at, ends_at) as ends_at
    from (select resource_no, min(started_at) as first_at, max(ended_at) as last_at from occupied group by resource_no)
    join own_calendar using (resource_no) join working_interval using (calendar_no)
    where begins_at < last_at and ends_at > first_at
