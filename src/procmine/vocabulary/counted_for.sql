    -- Into which calendars the shifts of each calendar count: here each into itself.
    select unnest(range($calendars))::integer as calendar_no, unnest(range($calendars))::integer as into_no
