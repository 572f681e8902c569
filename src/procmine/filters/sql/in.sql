    -- cases that have one of the attribute's values, or none of them; a value is the same here as after `=`
    select case_no from cases
    where $is_complement <> (case_no in (
        select case_no from (
            select case_no, text, number, instant from case_attribute where name = $name
            union all
            select case_no, text, number, instant from event_attribute where name = $name
            union all
            select case_no, resource, null, null from events join resources using (resource_no) where $name = 'resource'
            union all
            select case_no, activity, null, null from events join activities using (activity_no) where $name = 'activity'
            union all
            select case_no, case_id, null, null from cases where $name in ('case', 'case_id')
        )
        where list_contains($texts, text)
            or list_contains($plain_numbers::double[], number) and regexp_full_match(text, '-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-][0-9]+)?')
            or len(list_filter(list_zip($from_at::timestamp[], $until::timestamp[]), lambda day: instant >= day[1] and instant < day[2])) > 0
    ))
