    -- The number of the sequence of shown work that each case follows.
    select case_no, activity_nos, dense_rank() over (order by activity_nos) as trace_no
    from (select case_no, list(activity_no order by position) as activity_nos from event group by case_no)
