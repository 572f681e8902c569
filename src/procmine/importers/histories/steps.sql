-- What else happened to each item?
-- grain: a step of an item
-- uses: kept_step, kept_item
insert into told_event by name
select item_id, row_number() over (partition by item_id order by coalesce(started_at, ended_at), place, step_id) + 1_000_000 as nth, 'step' as origin,
    activity, started_at, ended_at, coalesce(started_at, ended_at) as seen_from, who_id, 0 as handed_over, attributes
from kept_step semi join kept_item using (item_id);
