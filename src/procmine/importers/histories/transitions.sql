-- From which status to which did each item go, when, and who sent it there?
-- grain: a change of an item's status, and its creation
-- uses: numbered_change, kept_item, value_name
-- Some tools tell the first value as if it had been set: within a minute of the creation that is the creation.
create or replace temp table told_event as
select item_id, 0::bigint as nth, 'created' as origin, 'Created' as activity, null::timestamp as started_at, created_at as ended_at, created_at as seen_from, null::varchar as category,
    creator_id as who_id, null::varchar as who_name, 0::bigint as handed_over, null::varchar as entered_by, null::varchar as left_by, null::varchar as attributes
from kept_item where created_at is not null
union all
select item_id, nth, 'status', coalesce(o.name, old_value, old_id, '(none)') || ' → ' || coalesce(n.name, new_value, new_id, '(none)'), null, changed_at, changed_at, n.category,
    who_id, null, 0, null, null, null
from numbered_change c join (select item_id, created_at from kept_item) using (item_id)
left join value_name o on o.field = c.field and o.value_id = old_id
left join value_name n on n.field = c.field and n.value_id = new_id
where c.field = 'status' and not (nth = 1 and is_new_only and changed_at <= coalesce(created_at, '-infinity') + interval 1 minute);
