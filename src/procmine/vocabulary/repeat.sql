-- uses: timed_event
    -- Work done again: the second or a later instance of an activity in its case. Side by side with an earlier one it is parallel, not again.
    select case_no, activity_no, position, resource_no, occurrence, work_seconds, work_worked_seconds, is_self_loop, resource_before
    from (
        select case_no, activity_no, position, resource_no, occurrence, started_at, work_seconds - paused_seconds as work_seconds,
            case when paused_seconds = 0 then work_worked_seconds end as work_worked_seconds,
            previous_activity_no = activity_no as is_self_loop,
            lag(resource_no) over in_turn as resource_before, lag(position) over in_turn as position_before,
            max(ended_at) over (in_turn rows between unbounded preceding and 1 preceding) as covered_to
        from timed_event
        where occurrences > 1
        window in_turn as (partition by case_no, activity_no order by position)
    )
    where position_before is not null and coalesce(started_at >= covered_to, started_at is null)
