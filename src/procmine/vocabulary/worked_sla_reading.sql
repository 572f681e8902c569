-- uses: sla_instant, working_interval
    -- What the clock shows at each instant, in microseconds of working time by the calendar of everybody.
    select read_at, us_before + least(epoch_us(read_at) - epoch_us(begins_at), us) as shown_us
    from sla_instant asof left join (from working_interval where calendar_no = 0) x on read_at >= x.begins_at
