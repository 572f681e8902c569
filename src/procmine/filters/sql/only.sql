    -- cases that have any of the work that is shown
    select distinct case_no from events
    left join activities using (activity_no)
    left join resources using (resource_no)
    where list_contains($names, case $of when 'activities' then activity else resource end)
