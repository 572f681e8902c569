-- uses: weekly_state, working_interval, resource_calendar
    -- How long each state of one person's hands lasted, and how much of it on duty by their calendar.
    select state.* exclude (calendar_no), (epoch_us(state.ends_at) - epoch_us(state.begins_at)) / 3.6e9 as hours,
        (y.us_before + least(epoch_us(state.ends_at) - epoch_us(y.begins_at), y.us)
            - x.us_before - least(epoch_us(state.begins_at) - epoch_us(x.begins_at), x.us)) / 3.6e9 as duty_hours
    from (select weekly_state.*, calendar_no from weekly_state join resource_calendar using (resource_no)) state
    asof left join working_interval x on state.calendar_no = x.calendar_no and state.begins_at >= x.begins_at
    asof left join working_interval y on state.calendar_no = y.calendar_no and state.ends_at >= y.begins_at
