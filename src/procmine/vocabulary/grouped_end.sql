-- uses: grouped_event, hour_slot
    -- Completed work by group and the clock hour in which it ended.
    select "group", floor((epoch(ended_at) + (select any_value(shift) from hour_slot)) / 3600)::bigint as slot_no
    from grouped_event
    where ended_at is not null
