-- uses: working_interval
    -- Each piece of work with the working time of its wait and of its work, by the one calendar that is given.
    select event.*,
        ((case when is_elapsed then up_to_end else up_to_start end) - up_to_enabled) / 1e6 as wait_worked_seconds,
        (up_to_end - up_to_start) / 1e6 as work_worked_seconds
    from event
    join (
        select event_no,
            x.us_before + least(epoch_us(enabled_at) - epoch_us(x.begins_at), x.us) as up_to_enabled,
            y.us_before + least(epoch_us(started_at) - epoch_us(y.begins_at), y.us) as up_to_start,
            z.us_before + least(epoch_us(ended_at) - epoch_us(z.begins_at), z.us) as up_to_end
        from event
        asof left join working_interval x on enabled_at >= x.begins_at
        asof left join working_interval y on started_at >= y.begins_at
        asof left join working_interval z on ended_at >= z.begins_at
    ) using (event_no)
