-- uses: planned_event
    -- How much later than planned each piece of work was over, in seconds; where a calendar is given also in working time: here none is.
    select event_no, planned_start_at, planned_end_at, (epoch_us(over_at) - epoch_us(planned_end_at)) / 1e6 as late_seconds,
        null::double as late_worked_seconds
    from planned_event
