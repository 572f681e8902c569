-- uses: timed_event
    -- Each piece of work with the number of the piece that let it begin, shown or not: places are told among the shown work, enabling as recorded.
    select *, event_no - recorded_position + predecessor_position as predecessor_event_no from timed_event
