-- uses: timed_event, repeat
    -- Each piece of work that is done again, with the turn of its case that it belongs to: `loop_no` counts the turns of a case.
    -- A case turns where it goes back to what it began earlier, or does the same at once again; what it then does again in the order
    -- of the first time belongs to the same turn. Two that run side by side are in no order, so that going from one to the other is no turn.
    with again as (select case_no, position, work_seconds as repeated_seconds, work_worked_seconds as repeated_worked_seconds from repeat),
    placed as (
        select e.*, again.position is not null as is_again, repeated_seconds, repeated_worked_seconds,
            min(position) over (partition by case_no, activity_no) as first_position,
            lag(position) over (partition by case_no, activity_no order by position) as position_before
        from (select * from timed_event where case_no in (select case_no from again)) e left join again using (case_no, position)
    ),
    judged as (
        select *, lag(activity_no) over in_turn as turned_from_no,
            is_again and not (
                coalesce(lag(is_again) over in_turn, false)
                and (first_position > lag(first_position) over in_turn
                    or (least(activity_no, lag(activity_no) over in_turn), greatest(activity_no, lag(activity_no) over in_turn)) in (select (activity_a, activity_b) from concurrency))
            ) as is_turn
        from placed window in_turn as (partition by case_no order by position)
    )
    select case_no, position, activity_no, turned_from_no, is_turn, position - position_before as round_length, is_elapsed, is_critical,
        wait_seconds, wait_worked_seconds, work_seconds, work_worked_seconds, repeated_seconds, repeated_worked_seconds,
        sum(is_turn::integer) over (partition by case_no order by position) as loop_no
    from judged where is_again
