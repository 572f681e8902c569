-- uses: event_group, hour_slot
    -- Completed work by group and the clock hour in which it ended.
    select "group", floor((epoch(ended_at) + (select any_value(shift) from hour_slot)) / 3600)::bigint as slot_no
    from event join event_group using (event_no)
    where ended_at is not null
