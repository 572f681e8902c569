-- uses: own_calendar, resource_calendar
    -- Into which calendars the shifts of each calendar count: into itself, and into those of the pools in which somebody keeps it.
    select unnest(range($calendars))::integer as calendar_no, unnest(range($calendars))::integer as into_no
    union
    select own_calendar.calendar_no, resource_calendar.calendar_no from own_calendar join resource_calendar using (resource_no)
