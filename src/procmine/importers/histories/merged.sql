-- What is known of every item, with what came now beside what the log held?
-- grain: as the tables `seen_…` (see seen.py)
-- uses: seen_…, earlier_…; $diffed, the fields whose changes the tool does not record
-- An item that came is taken as it came, with all its values; changes and steps are added, each by its id.
-- It was not created later than was known: where a tool does not tell when, that is when it was seen first.
update seen_item set created_at = e.created_at from earlier_item e where e.item_id = seen_item.item_id and e.created_at < seen_item.created_at;

-- When it was first seen, as of its last update then: what a tool without a history says of it is no older.
update seen_item set first_told_at = coalesce((select first_told_at from earlier_item e where e.item_id = seen_item.item_id), updated_at, seen_at);

create or replace temp table kept_item as
from seen_item union all by name from earlier_item anti join seen_item using (item_id);

create or replace temp table kept_value as
from seen_value union all by name from earlier_value anti join seen_item using (item_id);

-- Of a field without a history, two looks tell that it changed between them: at the item's last update where that lies between.
create or replace temp table inferred_change as
select item_id, 'seen ' || i.seen_at as change_id, 0::bigint as place,
    case when i.updated_at > coalesce(b.updated_at, b.seen_at) and i.updated_at <= i.seen_at then i.updated_at else i.seen_at end as changed_at,
    null::varchar as who_id, field, h.value_id as old_id, h.value as old_value, s.value_id as new_id, s.value as new_value, true as is_inferred, false as is_old_only, false as is_new_only
from seen_item i join earlier_item b using (item_id)
join (select item_id, field from seen_value union select item_id, field from earlier_value) f using (item_id)
left join seen_value s using (item_id, field)
left join earlier_value h using (item_id, field)
where list_contains($diffed, field) and coalesce(s.value_id, s.value) is distinct from coalesce(h.value_id, h.value);

create or replace temp table kept_change as
from seen_change
union all by name
from inferred_change anti join seen_change using (item_id, change_id, field)
union all by name
from earlier_change anti join seen_change using (item_id, change_id, field) anti join inferred_change using (item_id, change_id, field)
    anti join seen_whole using (item_id, field);

create or replace temp table kept_member as
from seen_member union all by name from earlier_member anti join seen_member using (item_id, field, change_id, value_id);

create or replace temp table kept_holding as
from seen_holding union all by name from earlier_holding anti join seen_item using (item_id);

create or replace temp table kept_revision as
from seen_revision union all by name from earlier_revision anti join seen_revision using (item_id, rev, field);

create or replace temp table kept_step as
from seen_step union all by name from earlier_step anti join seen_step using (item_id, step_id);

create or replace temp table kept_state as
from seen_state union all by name from earlier_state anti join seen_state using (field, state_id);

-- Somebody whose account is gone keeps the name that was known.
create or replace temp table kept_person as
select coalesce(s.person_id, e.person_id) as person_id, coalesce(s.name, e.name) as name, coalesce(s.is_bot, false) or coalesce(e.is_bot, false) as is_bot
from seen_person s full join earlier_person e using (person_id);
