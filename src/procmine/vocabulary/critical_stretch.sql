-- uses: timed_event
    -- The stretches of each case's critical path: waits and work by turns, which add up to its cycle time.
    -- A case's first work has not waited: that it begins when the case begins is no wait of length nothing.
    select case_no, activity_no, occurrences, case when is_elapsed then 'elapsed' else 'wait' end as kind,
        wait_seconds as seconds, wait_worked_seconds as worked_seconds
    from timed_event where is_critical and (predecessor_activity_no is not null or wait_seconds > 0)
    union all
    select case_no, activity_no, occurrences, 'work', work_seconds, work_worked_seconds
    from timed_event where is_critical and work_seconds is not null
