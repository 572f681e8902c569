-- uses: role_of, personal_event
    -- Each piece of work with its group: its resource, the role or the activity, an attribute of it or of its case, or all in one.
    select case_no, resource_no, person_no, enabled_at, started_at, ended_at, '(all)' as "group" from personal_event where $by is null
    union all
    select case_no, resource_no, person_no, enabled_at, started_at, ended_at, coalesce(resource, '(missing)')
    from personal_event left join resources using (resource_no) where $by = 'resource'
    union all
    select case_no, resource_no, person_no, enabled_at, started_at, ended_at, activity from personal_event join activities using (activity_no) where $by = 'activity'
    union all
    select case_no, resource_no, person_no, enabled_at, started_at, ended_at, coalesce(role, '(no role)')
    from personal_event left join role_of using (resource_no) where $by = 'role' and exists (select 1 from role_of)
    union all
    select event.case_no, resource_no, person_no, enabled_at, started_at, ended_at, coalesce(own.text, of_case.text, '(missing)')
    from personal_event event
    left join (select event_no, text from event_attribute where name = $by) own using (event_no)
    left join (select case_no, text from case_attribute where name = $by) of_case on of_case.case_no = event.case_no
    where $by not in ('resource', 'activity') and not ($by = 'role' and exists (select 1 from role_of))
