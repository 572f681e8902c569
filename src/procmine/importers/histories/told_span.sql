-- What did each field of an item say, from when to when?
-- grain: item × field × value it had; nth counts from 0, what it said when the item was created
-- uses: kept_item, said_value, said_change
-- No tool records the first value as a change: it is the old value of the first change, or what the field says now.
-- Where a tool keeps the old value of a change only, the new one is the old one of the next, or what the field says now.
create or replace temp table whole_change as
select c.* replace (
        if(is_old_only, if(lead(change_id) over told is null, v.value_id, lead(old_id) over told), new_id) as new_id,
        if(is_old_only, if(lead(change_id) over told is null, v.value, lead(old_value) over told), new_value) as new_value)
from said_change c semi join kept_item using (item_id) left join said_value v using (item_id, field)
window told as (partition by item_id, field order by changed_at, place, change_id);

create or replace temp table numbered_change as
select *, row_number() over told as nth, lead(changed_at) over told as until_at, lead(who_id) over told as until_by,
    lag(new_id) over told as before_id, lag(new_value) over told as before_value
from whole_change
window told as (partition by item_id, field order by changed_at, place, change_id);

create or replace temp table told_span as
select item_id, field, 0 as nth, created_at as from_at, n.changed_at as until_at, creator_id as from_by, n.who_id as until_by,
    case when n.nth is null then v.value_id else n.old_id end as value_id,
    case when n.nth is null then v.value else n.old_value end as value
from (select item_id, field from said_value union select item_id, field from numbered_change)
join kept_item using (item_id)
left join said_value v using (item_id, field)
left join (from numbered_change where nth = 1) n using (item_id, field)
union all
select item_id, field, nth, changed_at, until_at, who_id, until_by, new_id, new_value from numbered_change;
