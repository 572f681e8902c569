    -- Everybody whose time is counted, by number: the resources.
    select resource_no from resources
