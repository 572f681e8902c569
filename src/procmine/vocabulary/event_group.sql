    -- The group each piece of work belongs to: its resource, its activity, an attribute of it or of its case, or all in one.
    select event_no, case
        when $by is null then '(all)'
        when $by = 'resource' then coalesce(resource, '(missing)')
        when $by = 'activity' then activity
        else coalesce(own.text, of_case.text, '(missing)') end as "group"
    from event
    join activities using (activity_no)
    left join resources using (resource_no)
    left join (select event_no, text from event_attribute where name = $by) own using (event_no)
    left join (select case_no, text from case_attribute where name = $by) of_case using (case_no)
