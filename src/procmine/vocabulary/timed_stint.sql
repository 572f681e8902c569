-- uses: stint
    -- Each stint with the microseconds on duty before its begin and its end, and whether it merely lasts over the hours off duty,
    -- begun and ended on duty. Both take a calendar: here none is, so all time is on duty.
    select *, epoch_us(begins_at) as begins_worked, epoch_us(ends_at) as ends_worked, false as is_lasting from stint where ends_at > begins_at
