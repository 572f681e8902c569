    -- The attributes that do not name people.
    select * from main.attributes where list_contains($screen_shown, name)
