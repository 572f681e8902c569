-- uses: working_interval
    -- Each piece of work with the working time of its wait and of its work, by the one calendar that is given.
    -- Working time up to an instant is that before the interval it lies in or after, and the part of that interval.
    select event.*,
        (case when is_elapsed then up_to_end else up_to_start end) - up_to_enabled as wait_worked_seconds,
        up_to_end - up_to_start as work_worked_seconds
    from event
    join (
        select event_no,
            case when enabled_at is not null then coalesce(x.seconds_before + least((epoch_us(enabled_at) - epoch_us(x.begins_at)) / 1e6, x.seconds), 0) end as up_to_enabled,
            case when started_at is not null then coalesce(y.seconds_before + least((epoch_us(started_at) - epoch_us(y.begins_at)) / 1e6, y.seconds), 0) end as up_to_start,
            case when ended_at is not null then coalesce(z.seconds_before + least((epoch_us(ended_at) - epoch_us(z.begins_at)) / 1e6, z.seconds), 0) end as up_to_end
        from event
        asof left join working_interval x on enabled_at >= x.begins_at
        asof left join working_interval y on started_at >= y.begins_at
        asof left join working_interval z on ended_at >= z.begins_at
    ) using (event_no)
