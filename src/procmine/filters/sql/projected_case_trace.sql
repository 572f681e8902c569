    -- the sequence of the shown work of each case, numbered
    select case_no, activity_nos, dense_rank() over (order by activity_nos) as trace_no
    from (select case_no, list(activity_no order by position) as activity_nos from event group by case_no)
