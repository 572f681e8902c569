-- uses: cause_stretch
    -- How long each stretch of a wait is; where a calendar is given also in working time: here none is.
    select *, (epoch_us(ends_at) - epoch_us(begins_at)) / 1e6 as seconds, null::double as worked_seconds from cause_stretch
