-- uses: passage
    -- Work that came straight back: handed to another, who did one piece or several, and by them to whom it came from.
    -- Each piece is followed to the handover by which whoever did it came to hold the case; enabling decides, not the order of the log.
    with recursive handed as (
        select event_no, case_no, activity_no, predecessor_event_no, predecessor_activity_no, from_no, to_no, enabled_at, taken_at, is_elapsed
        from passage where from_no <> to_no
    ),
    kept as (select event_no, predecessor_event_no from passage where from_no = to_no),
    held as (
        select event_no, event_no as came_with from handed
        union all
        select kept.event_no, came_with from kept join held on held.event_no = predecessor_event_no
    )
    select back.case_no, back.event_no, back.to_no as hand_no, back.from_no as other_no, there.predecessor_activity_no as sent_after_no,
        there.activity_no as done_there_no, back.activity_no as done_back_no, there.is_elapsed or back.is_elapsed as is_elapsed,
        (epoch_us(back.taken_at) - epoch_us(there.enabled_at)) / 3.6e9 as away_hours
    from handed back
    join held on held.event_no = back.predecessor_event_no
    join handed there on there.event_no = came_with and there.from_no = back.to_no
