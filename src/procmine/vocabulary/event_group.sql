    -- The group of each piece of work: who did it, the week or month in which it began, an attribute of it or of its case, or all in one.
    select event_no, '(all)' as "group" from event where $by is null
    union all
    select event_no, coalesce(resource, '(missing)') from event left join resources using (resource_no) where $by = 'resource'
    union all
    select event_no, strftime(date_trunc(case $by when 'month' then 'month' else 'week' end, timezone($zone, timezone('UTC', coalesce(started_at, ended_at)))), case $by when 'month' then '%Y-%m' else '%Y-%m-%d' end)
    from event where $by in ('week', 'month')
    union all
    select event_no, coalesce(own.text, of_case.text, '(missing)')
    from event
    left join (select event_no, text from event_attribute where name = $by) own using (event_no)
    left join (select case_no, text from case_attribute where name = $by) of_case on of_case.case_no = event.case_no
    where $by not in ('resource', 'week', 'month')
