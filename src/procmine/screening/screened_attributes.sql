    -- The attributes that do not name people.
    select * from main.attributes where not list_contains($hidden, name)
