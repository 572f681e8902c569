    -- All work, told by role: `person_no` tells people apart and is never shown.
    select recorded.* replace (own.told_no as resource_no, before.told_no as predecessor_resource_no), recorded.resource_no as person_no
    from main.events recorded
    left join (select unnest($person::integer[]) as person_no, unnest($told::integer[]) as told_no) own on own.person_no = recorded.resource_no
    left join (select unnest($person::integer[]) as person_no, unnest($told::integer[]) as told_no) before on before.person_no = recorded.predecessor_resource_no
