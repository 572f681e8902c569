    -- The calendar that each role keeps, and each person: the roster may know them by number, else by their role; else number 0, that of everybody.
    with kept as (select unnest($keeper::varchar[]) as resource, unnest($keeper_calendar::integer[]) as calendar_no)
    select resource_no, coalesce(calendar_no, 0) as calendar_no from resources left join kept using (resource)
    union all
    select person_no, coalesce(own.calendar_no, of_role.calendar_no, 0)
    from (select unnest($screen_person::integer[]) as person_no, unnest($screen_told::integer[]) as resource_no) join resources using (resource_no)
    left join kept own on own.resource = '#' || person_no left join kept of_role on of_role.resource = resources.resource
