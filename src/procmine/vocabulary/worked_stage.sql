-- uses: stage, working_interval
    -- Each stage of each case with its working time, by the calendar of everybody.
    select stage.*, (y.us_before + least(epoch_us(stage.entered_at + to_microseconds((stage.seconds * 1e6)::bigint)) - epoch_us(y.begins_at), y.us)
        - (x.us_before + least(epoch_us(stage.entered_at) - epoch_us(x.begins_at), x.us))) / 1e6 as worked_seconds
    from stage
    asof left join (from working_interval where calendar_no = 0) x on stage.entered_at >= x.begins_at
    asof left join (from working_interval where calendar_no = 0) y on stage.entered_at + to_microseconds((stage.seconds * 1e6)::bigint) >= y.begins_at
