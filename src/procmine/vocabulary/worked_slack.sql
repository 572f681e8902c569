-- uses: free_slack, recorded_work, working_interval, resource_calendar
    -- The free slack of each loose end in seconds, and how much of it is working time by the calendar of who did it.
    select event_no, free_until_at, (epoch_us(free_until_at) - epoch_us(ended_at)) / 1e6 as slack_seconds,
        (y.us_before + least(epoch_us(free_until_at) - epoch_us(y.begins_at), y.us)
            - (x.us_before + least(epoch_us(ended_at) - epoch_us(x.begins_at), x.us))) / 1e6 as slack_worked_seconds
    from (select event_no, free_until_at, ended_at, coalesce(calendar_no, 0) as calendar_no from (select * exclude (resource_no) from free_slack)
        join (select event_no, resource_no from recorded_work) using (event_no) left join resource_calendar using (resource_no)) kept
    asof left join working_interval x on x.calendar_no = kept.calendar_no and kept.ended_at >= x.begins_at
    asof left join working_interval y on y.calendar_no = kept.calendar_no and kept.free_until_at >= y.begins_at
