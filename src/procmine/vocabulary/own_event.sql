    -- Each piece of work of one person alone.
    select *, resource_no as person_no from event where resource_no = (select resource_no from resources where resource = $resource)
