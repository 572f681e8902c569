-- uses: working_interval
    -- Each case with the working time it took (an open one until the extraction), by the calendar of everybody,
    -- and what it had taken when the observation began.
    select case_span.*, (up_to_end - up_to_first) / 1e6 as worked_seconds, (up_to_observed - up_to_first) / 1e6 as entry_worked_seconds
    from case_span
    join (
        select case_no,
            x.us_before + least(epoch_us(first_at) - epoch_us(x.begins_at), x.us) as up_to_first,
            y.us_before + least(epoch_us(left_at) - epoch_us(y.begins_at), y.us) as up_to_end,
            z.us_before + least(epoch_us(observed_at) - epoch_us(z.begins_at), z.us) as up_to_observed
        from (
            select case_no, first_at, coalesce($observed_from::timestamp, first_at) as observed_at,
                case when is_open then greatest($extracted_at::timestamp, first_at) else last_at end as left_at
            from case_span
        )
        asof left join (from working_interval where calendar_no = 0) x on first_at >= x.begins_at
        asof left join (from working_interval where calendar_no = 0) y on left_at >= y.begins_at
        asof left join (from working_interval where calendar_no = 0) z on observed_at >= z.begins_at
    ) using (case_no)
