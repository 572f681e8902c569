-- uses: timed_event
    -- Each piece of work with the number of the piece that let it begin: pieces are numbered in the order of the log.
    select *, event_no - position + predecessor_position as predecessor_event_no from timed_event
