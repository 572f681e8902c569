    -- cases that have one of the attribute's values, or none of them
    select case_no from cases
    where $is_complement <> (case_no in (
        select case_no from case_attribute where name = $name and list_contains($values, text)
        union all
        select case_no from event_attribute where name = $name and list_contains($values, text)
        union all
        select case_no from events join resources using (resource_no) where $name = 'resource' and list_contains($values, resource)
        union all
        select case_no from events join activities using (activity_no) where $name = 'activity' and list_contains($values, activity)
        union all
        select case_no from cases where $name in ('case', 'case_id') and list_contains($values, case_id)
    ))
