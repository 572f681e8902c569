    -- the work that is shown; enabling and waits stay those of the whole case, so hidden work never becomes waiting
    select events.* from events
    join activities using (activity_no)
    left join resources using (resource_no)
    where case_no in (select case_no from kept_case)
        and ($shown_activities is null or list_contains($shown_activities, activity))
        and ($shown_resources is null or list_contains($shown_resources, resource))
