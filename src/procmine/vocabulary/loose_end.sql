    -- The ended work that let no other work of its case begin, looked for in the whole case, whatever work is shown.
    select event_no, case_no, position, activity_no, resource_no, ended_at from events e
    where ended_at is not null and event_no in (select event_no from event)
        and not exists (select 1 from events f where f.case_no = e.case_no and f.predecessor_position = e.position)
