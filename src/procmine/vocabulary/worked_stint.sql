-- uses: stint, working_interval, resource_calendar
    -- Each stint with the microseconds on duty before its begin and its end by the calendar of who it was, and whether it merely
    -- lasts over the hours off duty, begun and ended on duty.
    select stint.* exclude (calendar_no),
        x.us_before + least(epoch_us(stint.begins_at) - epoch_us(x.begins_at), x.us) as begins_worked,
        y.us_before + least(epoch_us(stint.ends_at) - epoch_us(y.begins_at), y.us) as ends_worked,
        coalesce(stint.begins_at < x.ends_at and stint.ends_at <= y.ends_at and y.begins_at > x.begins_at, false) as is_lasting
    from (select stint.*, calendar_no from stint join resource_calendar on resource_calendar.resource_no = person_no where ends_at > begins_at) stint
    asof left join working_interval x on stint.calendar_no = x.calendar_no and stint.begins_at >= x.begins_at
    asof left join working_interval y on stint.calendar_no = y.calendar_no and stint.ends_at > y.begins_at
