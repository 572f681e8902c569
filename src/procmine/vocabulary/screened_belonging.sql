-- uses: recorded_belonging
    -- Where each person belongs, also where they are told by role. A role that was confirmed is that of all who are told by it.
    select person_no as resource_no, team, pieces, pieces_of_any
    from recorded_belonging
    join (select unnest($screen_person::integer[]) as person_no, unnest($screen_told::integer[]) as told_no) on resource_no = case when resource_no < 0 then told_no else person_no end
