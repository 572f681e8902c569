    -- The group each case belongs to: the value of the case attribute `by`, or all in one.
    select case_no, '(all)' as "group" from case_span where $by is null
    union all
    select case_no, coalesce(text, '(missing)') from case_span
    left join (select case_no, text from case_attribute where name = $by) using (case_no)
    where $by is not null
