-- uses: cause_stretch, working_interval, resource_calendar
    -- How long each stretch of a wait is, and how much of it is working time by the calendar of the resource.
    select event_no, cause, is_busy, is_multitasking, (epoch_us(stretch.ends_at) - epoch_us(stretch.begins_at)) / 1e6 as seconds,
        (y.us_before + least(epoch_us(stretch.ends_at) - epoch_us(y.begins_at), y.us)
            - (x.us_before + least(epoch_us(stretch.begins_at) - epoch_us(x.begins_at), x.us))) / 1e6 as worked_seconds
    from (select * from cause_stretch join resource_calendar using (resource_no)) stretch
    asof left join working_interval x on x.calendar_no = stretch.calendar_no and stretch.begins_at >= x.begins_at
    asof left join working_interval y on y.calendar_no = stretch.calendar_no and stretch.ends_at >= y.begins_at
