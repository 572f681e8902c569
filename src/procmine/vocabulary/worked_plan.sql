-- uses: planned_event, recorded_work, working_interval, resource_calendar
    -- How much later than planned each piece of work was over, in seconds, and how much of that is working time of who did it.
    select event_no, planned_start_at, planned_end_at, (epoch_us(over_at) - epoch_us(planned_end_at)) / 1e6 as late_seconds,
        (y.us_before + least(epoch_us(over_at) - epoch_us(y.begins_at), y.us)
            - (x.us_before + least(epoch_us(planned_end_at) - epoch_us(x.begins_at), x.us))) / 1e6 as late_worked_seconds
    from (select * exclude (calendar_no), coalesce(calendar_no, 0) as calendar_no from (select * exclude (resource_no) from planned_event)
        join (select event_no, resource_no from recorded_work) using (event_no) left join resource_calendar using (resource_no)) kept
    asof left join working_interval x on x.calendar_no = kept.calendar_no and kept.planned_end_at >= x.begins_at
    asof left join working_interval y on y.calendar_no = kept.calendar_no and kept.over_at >= y.begins_at
