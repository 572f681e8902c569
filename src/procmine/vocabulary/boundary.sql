    -- Where each case begins and ends on the map: 0 stands for its start, -1 for a start before the log,
    -- -2 for its end, -3 for a case still open.
    select case when is_truncated then -1 else 0 end as from_no, first_activity_no as to_no, count(*) as cases
    from case_span group by all
    union all
    select last_activity_no, case when is_open then -3 else -2 end, count(*) from case_span group by all
