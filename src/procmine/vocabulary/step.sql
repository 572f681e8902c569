-- uses: timed_event
    -- One step: two pieces of work at adjacent positions of a case. It has a wait where the first let the second begin.
    select case_no, previous_activity_no as from_no, activity_no as to_no, is_first_of_edge, is_elapsed,
        case when is_enabled_by_previous then wait_seconds end as wait_seconds,
        case when is_enabled_by_previous then wait_worked_seconds end as wait_worked_seconds
    from timed_event where previous_activity_no is not null
