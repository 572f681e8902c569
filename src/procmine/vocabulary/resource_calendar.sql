-- uses: own_calendar
    -- The calendar by which the time of each resource counts: its own.
    select resource_no, calendar_no from own_calendar
