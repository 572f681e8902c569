    -- positions and neighbours among the shown work only
    select * exclude (shown_position, shown_previous, previous_position) replace (
            shown_position as position,
            shown_previous as previous_activity_no,
            shown_previous is not null
                and row_number() over (partition by case_no, shown_previous, activity_no order by shown_position) = 1 as is_first_of_edge,
            coalesce(predecessor_position = previous_position, false) as is_enabled_by_previous,
            row_number() over (partition by case_no, activity_no order by shown_position)::integer as occurrence
        )
    from (
        select *, position as recorded_position, row_number() over in_order::integer as shown_position,
            lag(activity_no) over in_order as shown_previous, lag(position) over in_order as previous_position
        from shown
        window in_order as (partition by case_no order by position)
    )
