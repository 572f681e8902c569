    -- The names that may be told.
    select unnest($screen_told_as::integer[]) as resource_no, unnest($screen_told_name::varchar[]) as resource
