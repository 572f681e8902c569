-- How is each value called?
-- grain: field × value_id
-- uses: kept_state, said_value, said_change; a stage is a status by another name
-- How a value is called: as the tool lists it, else as an item told it last; a name that was changed is the newest one.
create or replace temp table value_name as
select field, state_id as value_id, any_value(name) as name, any_value(category) as category
from (from kept_state union all by name select 'status' as field, * exclude (field) from kept_state where field = 'stage')
group by all
union all by name
select field, value_id, arg_max(value, told_at) as name from (
    select field, value_id, value, coalesce(updated_at, seen_at) as told_at from said_value join kept_item using (item_id)
    union all select field, old_id, old_value, changed_at from said_change
    union all select field, new_id, new_value, changed_at from said_change
) where value_id is not null and value is not null and (if(field = 'status', 'stage', field), value_id) not in (select (field, state_id) from kept_state)
    and (field, value_id) not in (select (field, state_id) from kept_state)
group by all;
