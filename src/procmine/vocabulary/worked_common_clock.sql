-- uses: working_interval, work_end
    -- The working microseconds before the begin and the end of each piece of work, by the calendar of everybody.
    select event_no, x.us_before + least(epoch_us(coalesce(started_at, ended_at)) - epoch_us(x.begins_at), x.us) as begins_worked,
        y.us_before + least(epoch_us(over_at) - epoch_us(y.begins_at), y.us) as ends_worked
    from event join work_end using (event_no)
    asof left join (from working_interval where calendar_no = 0) x on coalesce(started_at, ended_at) >= x.begins_at
    asof left join (from working_interval where calendar_no = 0) y on over_at >= y.begins_at
