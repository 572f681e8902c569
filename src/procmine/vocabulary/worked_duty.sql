-- uses: view_window, working_interval, resource_calendar
    -- The hours for which each resource was on duty, by its calendar, between the view's first and last instant.
    select resource_no, (y.us_before + least(epoch_us(until_at) - epoch_us(y.begins_at), y.us)
        - x.us_before - least(epoch_us(from_at) - epoch_us(x.begins_at), x.us)) / 3.6e9 as available_hours
    from (select resource_no, calendar_no, from_at, until_at from resource_calendar, view_window) kept
    asof left join working_interval x on kept.calendar_no = x.calendar_no and from_at >= x.begins_at
    asof left join working_interval y on kept.calendar_no = y.calendar_no and until_at >= y.begins_at
