-- uses: working_interval
    -- The extraction in microseconds, and in working microseconds by the calendar of everybody.
    select epoch_us(now_at) as now_us, us_before + least(epoch_us(now_at) - epoch_us(begins_at), us) as now_worked
    from (select $extracted_at::timestamp as now_at) asof left join (from working_interval where calendar_no = 0) x on now_at >= x.begins_at
