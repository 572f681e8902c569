-- uses: keyed_event, repeat
    -- Work that was done before with the same keys: in the same case, or, where there it is the first, in another case.
    -- With keys, work of one case that overlaps an earlier piece of its activity is side by side and not done twice.
    with several as (select activity_no, key_no from keyed_event group by all having count(*) > 1)
    select event_no, case_no, activity_no, key_no, case when in_case > 1 then 'within a case' else 'across cases' end as scope
    from (
        select *, row_number() over (partition by case_no, activity_no, key_no order by position) as in_case,
            row_number() over (partition by activity_no, key_no order by event_no) as in_all
        from keyed_event semi join several using (activity_no, key_no)
    )
    left join (select case_no as repeat_case_no, position as repeat_position from repeat) again on repeat_case_no = case_no and repeat_position = position
    where in_case > 1 and (len($keys::varchar[]) = 0 or repeat_case_no is not null) or in_case = 1 and in_all > 1
