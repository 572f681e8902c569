-- uses: stint
    -- Whether a stint merely lasts over the hours off duty, begun and ended on duty: that takes a calendar, and here none is.
    select *, false as is_lasting from stint where ends_at > begins_at
