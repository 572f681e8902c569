    -- cases for which the attribute is known, or never known
    select case_no from cases
    where $is_complement <> (case_no in (
        select case_no from case_attribute where name = $name
        union all
        select case_no from event_attribute where name = $name
        union all
        select case_no from events where $name = 'resource' and resource_no is not null
        union all
        select case_no from events where $name in ('activity', 'case', 'case_id')
    ))
