-- uses: stint, working_interval, resource_calendar
    -- Whether a stint begins and ends on duty and so merely lasts over the hours between.
    select stint.* exclude (calendar_no), coalesce(stint.begins_at < x.ends_at and stint.ends_at <= y.ends_at and y.begins_at > x.begins_at, false) as is_lasting
    from (select stint.*, calendar_no from stint join resource_calendar using (resource_no) where ends_at > begins_at) stint
    asof left join working_interval x on stint.calendar_no = x.calendar_no and stint.begins_at >= x.begins_at
    asof left join working_interval y on stint.calendar_no = y.calendar_no and stint.ends_at > y.begins_at
