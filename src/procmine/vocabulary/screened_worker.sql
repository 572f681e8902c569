    -- Everybody whose time is counted, by number: the people, also where they are told by role.
    select unnest($screen_person::integer[]) as resource_no
