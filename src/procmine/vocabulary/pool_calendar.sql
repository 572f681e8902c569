-- uses: own_calendar, owner
    -- The calendar by which the time of each resource counts: that of its pool, which is on duty while any of it is. Where all of
    -- the pool keep one calendar it is that one; else it has a number of its own, after those of the roster.
    select resource_no,
        case when min(calendar_no) over pool = max(calendar_no) over pool then calendar_no else ($calendars + owner_no)::integer end as calendar_no
    from own_calendar join owner using (resource_no)
    window pool as (partition by owner_no)
