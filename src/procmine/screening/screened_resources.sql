    -- The names that may be told.
    select unnest($told_as::integer[]) as resource_no, unnest($told_name::varchar[]) as resource
