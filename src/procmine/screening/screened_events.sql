    -- All work, told by role: `person_no` tells people apart and is never shown, `full_no` only where all is recorded by which people are
    -- measured, so that whoever is counted by it is counted by every measure.
    select recorded.* replace (own.told_no as resource_no, before.told_no as predecessor_resource_no), recorded.resource_no as person_no,
        case when recorded.ended_at is not null and (recorded.started_at is not null or not $screen_has_starts) then recorded.resource_no end as full_no
    from main.events recorded
    left join (select unnest($screen_person::integer[]) as person_no, unnest($screen_told::integer[]) as told_no) own on own.person_no = recorded.resource_no
    left join (select unnest($screen_person::integer[]) as person_no, unnest($screen_told::integer[]) as told_no) before on before.person_no = recorded.predecessor_resource_no
