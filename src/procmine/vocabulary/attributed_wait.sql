-- uses: timed_event, wait_cause
    -- Each wait with what it is made of, in seconds. What no cause claims is `unattributed`: the whole wait where no resource or
    -- start is recorded; where starts are estimated, the time in which the work itself may have been done.
    select event_no, case_no, predecessor_activity_no, activity_no, is_elapsed, is_critical, wait_seconds, wait_worked_seconds,
        coalesce(batching_seconds, 0) as batching_seconds, coalesce(batching_worked_seconds, 0) as batching_worked_seconds,
        coalesce(batching_busy_seconds, 0) as batching_busy_seconds, coalesce(batching_busy_worked_seconds, 0) as batching_busy_worked_seconds,
        coalesce(contention_seconds, 0) as contention_seconds, coalesce(contention_worked_seconds, 0) as contention_worked_seconds,
        coalesce(contention_multitasking_seconds, 0) as contention_multitasking_seconds,
        coalesce(prioritisation_seconds, 0) as prioritisation_seconds, coalesce(prioritisation_worked_seconds, 0) as prioritisation_worked_seconds,
        coalesce(unavailability_seconds, 0) as unavailability_seconds, coalesce(extraneous_seconds, 0) as extraneous_seconds,
        case when is_elapsed or resource_no is null then wait_seconds - coalesce(batching_seconds + contention_seconds
            + prioritisation_seconds + unavailability_seconds + extraneous_seconds, 0) else 0 end as unattributed_seconds,
        case when is_elapsed or resource_no is null then wait_worked_seconds - coalesce(batching_worked_seconds + contention_worked_seconds
            + prioritisation_worked_seconds + extraneous_seconds, 0) else 0 end as unattributed_worked_seconds
    from timed_event left join wait_cause using (event_no)
    where predecessor_activity_no is not null
