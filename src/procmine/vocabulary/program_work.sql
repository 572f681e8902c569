-- uses: program, personal_event
    -- The work that bears the name of a program.
    select event_no from personal_event where person_no in (select resource_no from program)
