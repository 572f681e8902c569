    -- Each piece of work with the person who did it, told apart from others also where a role stands for several.
    select *, resource_no as person_no from event
