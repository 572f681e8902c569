    select * from main.attributes where not list_contains($hidden, name)
