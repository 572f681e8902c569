-- uses: timed_event
    -- Waits and work by turns, and whether each lies on its case's critical path.
    -- A case's first work has not waited: that it begins when the case begins is no wait of length nothing.
    select case_no, activity_no, occurrences, is_critical, case when is_elapsed then 'elapsed' else 'wait' end as kind,
        wait_seconds as seconds, wait_worked_seconds as worked_seconds
    from timed_event where predecessor_activity_no is not null or wait_seconds > 0
    union all
    select case_no, activity_no, occurrences, is_critical, 'work', work_seconds, work_worked_seconds
    from timed_event where work_seconds is not null
