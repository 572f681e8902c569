-- uses: worker
    -- By which name a roster knows everybody whose time is counted: a number that no role is called by.
    select resource_no, '#' || resource_no as resource from worker
