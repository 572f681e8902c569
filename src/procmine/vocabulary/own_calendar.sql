    -- The calendar that each resource keeps: its own where the roster names one, else number 0, that of everybody.
    select resource_no, coalesce(own.calendar_no, 0) as calendar_no
    from resources
    left join (select unnest($keeper::varchar[]) as resource, unnest($keeper_calendar::integer[]) as calendar_no) own using (resource)
