-- uses: timed_event
    -- Waits and work by turns, when each was over, and whether it lies on its case's critical path.
    -- A case's first work has not waited: that it begins when the case begins is no wait of length nothing.
    select case_no, activity_no, occurrences, is_critical, case when is_elapsed then 'elapsed' else 'wait' end as kind,
        coalesce(started_at, ended_at) as over_at, wait_seconds as seconds, wait_worked_seconds as worked_seconds
    from timed_event where predecessor_activity_no is not null or wait_seconds > 0
    union all
    select case_no, activity_no, occurrences, is_critical, 'work', ended_at, work_seconds, work_worked_seconds
    from timed_event where work_seconds is not null
