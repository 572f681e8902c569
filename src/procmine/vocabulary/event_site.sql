-- uses: event_group
    -- The site of each piece of work of which one is known.
    select event_no, "group" as site from event_group where "group" <> '(missing)'
