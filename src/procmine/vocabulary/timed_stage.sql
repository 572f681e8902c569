-- uses: stage
    -- Each stage of each case with its working time, where a calendar is given: here none is.
    select *, null::double as worked_seconds from stage
