    -- The role in which each resource was confirmed.
    select resource_no, role
    from resources join (select unnest($role_resource::varchar[]) as resource, unnest($role_name::varchar[]) as role) using (resource)
