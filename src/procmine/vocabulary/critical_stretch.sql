    -- The stretches of each case's critical path: waits and work by turns, which add up to its cycle time.
    select case_no, activity_no, case when is_elapsed then 'elapsed' else 'wait' end as kind, wait_seconds as seconds
    from event where is_critical and (ended_at is not null or started_at is not null)
    union all
    select case_no, activity_no, 'work', work_seconds
    from event where is_critical and work_seconds is not null
