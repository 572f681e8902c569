-- uses: role_of
    -- In the hands of which role each piece of work was: the one in which who did it was confirmed.
    select event_no, role as hand from event join role_of using (resource_no)
