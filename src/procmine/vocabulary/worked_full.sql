-- uses: pool_state, working_interval, resource_calendar
    -- When each pool is full, with the working microseconds before by the calendar of the pool.
    select owner_no, stretch.begins_at, stretch.ends_at,
        x.us_before + least(epoch_us(stretch.begins_at) - epoch_us(x.begins_at), x.us) as begins_worked,
        y.us_before + least(epoch_us(stretch.ends_at) - epoch_us(y.begins_at), y.us) as ends_worked
    from (select pool_state.*, calendar_no from pool_state join resource_calendar on resource_no = owner_no where is_full) stretch
    asof left join working_interval x on x.calendar_no = stretch.calendar_no and stretch.begins_at >= x.begins_at
    asof left join working_interval y on y.calendar_no = stretch.calendar_no and stretch.ends_at >= y.begins_at
