    -- What was odd about the rows, without examples, and without the words of notes that name somebody.
    select * replace ([]::varchar[] as examples,
        case when exists (select 1 from main.resources r where contains(message, r.resource)) then 'What was found names people; here roles alone are named.' else message end as message)
    from main.notes
