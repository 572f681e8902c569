-- uses: keyed_event, repeat
    -- Work that was done before with the same keys: in the same case, or, where there it is the first, in another case.
    -- With keys, work of one case that overlaps an earlier piece of its activity is side by side and not done twice.
    select event_no, case_no, activity_no, key_no, case when in_case > 1 then 'within a case' else 'across cases' end as scope
    from (
        select *, row_number() over (partition by case_no, activity_no, key_no order by position) as in_case,
            row_number() over (partition by activity_no, key_no order by event_no) as in_all,
            min(case_no) over (partition by activity_no, key_no order by event_no) as first_case_no
        from keyed_event
    )
    left join (select case_no as repeat_case_no, position as repeat_position from repeat) again on repeat_case_no = case_no and repeat_position = position
    where in_case > 1 and (len($keys::varchar[]) = 0 or repeat_case_no is not null) or in_case = 1 and in_all > 1
