    -- In the hands of which group each piece of work was: the value of the attribute that is recorded with it, whatever the view shows.
    select event_no, text as hand from event_attribute where name = $between
