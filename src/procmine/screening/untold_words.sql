-- Which words of a version may not be told: names of people, attributes that name them, values of groups told together?
-- grain: word
select resource as word from resources where trim(resource) <> ''
union
select unnest($hidden)
union
select text from (
    select name, text from event_attribute where list_contains($grouping, name)
    union
    select name, text from case_attribute where list_contains($grouping, name)
)
where trim(text) <> '' and (name, text) not in (select (unnest($kept), unnest($kept_text)))
