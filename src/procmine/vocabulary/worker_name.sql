    -- By which name a roster knows everybody whose time is counted.
    select resource_no, resource from resources
