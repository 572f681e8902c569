    -- The group each case belongs to: the week or month in which it began, the value of the case attribute `by`, or all in one.
    select case_no, '(all)' as "group" from case_span where $by is null
    union all
    select case_no, strftime(date_trunc(case $by when 'month' then 'month' else 'week' end, timezone($zone, timezone('UTC', first_at))),
        case $by when 'month' then '%Y-%m' else '%Y-%m-%d' end)
    from case_span where $by in ('week', 'month')
    union all
    select case_no, coalesce(text, '(missing)') from case_span
    left join (select case_no, text from case_attribute where name = $by) using (case_no)
    where $by not in ('week', 'month')
