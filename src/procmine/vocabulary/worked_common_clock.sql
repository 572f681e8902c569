-- uses: working_interval
    -- The working microseconds before the begin and the end of each piece of work, by the calendar of everybody.
    select event_no, x.us_before + least(epoch_us(coalesce(started_at, ended_at)) - epoch_us(x.begins_at), x.us) as begins_worked,
        y.us_before + least(epoch_us(coalesce(ended_at, started_at)) - epoch_us(y.begins_at), y.us) as ends_worked
    from event
    asof left join (from working_interval where calendar_no = 0) x on coalesce(started_at, ended_at) >= x.begins_at
    asof left join (from working_interval where calendar_no = 0) y on coalesce(ended_at, started_at) >= y.begins_at
