-- uses: personal_event, working_interval, resource_calendar
    -- Each piece of work with the working microseconds before its enabling, start and end, by the calendar of who did it.
    select event.*,
        x.us_before + least(epoch_us(kept.enabled_at) - epoch_us(x.begins_at), x.us) as enabled_worked,
        y.us_before + least(epoch_us(kept.started_at) - epoch_us(y.begins_at), y.us) as started_worked,
        z.us_before + least(epoch_us(kept.ended_at) - epoch_us(z.begins_at), z.us) as ended_worked
    from (
        select event_no, enabled_at, started_at, ended_at, coalesce(calendar_no, 0) as calendar_no
        from personal_event left join resource_calendar on resource_calendar.resource_no = person_no
    ) kept
    asof left join working_interval x on kept.calendar_no = x.calendar_no and kept.enabled_at >= x.begins_at
    asof left join working_interval y on kept.calendar_no = y.calendar_no and kept.started_at >= y.begins_at
    asof left join working_interval z on kept.calendar_no = z.calendar_no and kept.ended_at >= z.begins_at
    join event using (event_no)
