-- Who is a person in what came?
-- grain: person
-- uses: seen_…; $people, the fields whose values are people
-- A person is known by an id; where a tool tells a name alone, the name is the id.
select person_id from seen_person
union
select creator_id from seen_item where creator_id is not null
union
select who_id from seen_change where who_id is not null
union
select who_id from seen_step where who_id is not null
union
select unnest([coalesce(value_id, value)]) from seen_value where list_contains($people, field) and coalesce(value_id, value) is not null
union
from (
    select unnest([coalesce(old_id, old_value), coalesce(new_id, new_value)]) as person_id from seen_change where list_contains($people, field)
) where person_id is not null;

update seen_person set name = told_as, person_id = told_as from pseudonym where person = person_id;

update seen_item set creator_id = told_as from pseudonym where person = creator_id;

update seen_change set who_id = told_as from pseudonym where person = who_id;

update seen_step set who_id = told_as from pseudonym where person = who_id;

update seen_value set value_id = told_as, value = told_as from pseudonym where person = coalesce(value_id, value) and list_contains($people, field);

update seen_change set old_id = told_as, old_value = told_as from pseudonym where person = coalesce(old_id, old_value) and list_contains($people, field);

update seen_change set new_id = told_as, new_value = told_as from pseudonym where person = coalesce(new_id, new_value) and list_contains($people, field);
