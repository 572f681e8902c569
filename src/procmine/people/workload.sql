-- When is the work done: how much is in hand, completed and worked on in each hour of the week?
-- grain: weekday, hour, group
-- leaves out: no end recorded, though the case is finished | ended_at is null and case_no in (select case_no from case_span where not is_open)
-- uses: hour_slot, grouped_event, piece_in_hand, busy_spell, grouped_end
-- prepared with: by=null
with change as (
    select "group", 'hand' as kind, started_at as changes_at, 1 as delta from piece_in_hand
    union all select "group", 'hand', left_at, -1 from piece_in_hand
    union all select "group", 'busy', started_at, 1 from busy_spell
    union all select "group", 'busy', ended_at, -1 from busy_spell
),
placed as (
    select "group", kind, slot_no, sum(delta) as delta, sum(delta * (epoch(slot_at) + 3600 - epoch(changes_at))) / 3600 as area
    from (select *, floor((epoch(changes_at) + (select any_value(shift) from hour_slot)) / 3600)::bigint as slot_no from change)
    join hour_slot using (slot_no) group by all
),
"grid" as (select "group", slot_no, weekday, hour from (select distinct "group" from grouped_event), hour_slot),
running as (
    select "group", weekday, hour, kind, coalesce(area, 0)
        + coalesce(sum(delta) over (partition by "group", kind order by slot_no rows between unbounded preceding and 1 preceding), 0) as hours
    from "grid" cross join (values ('hand'), ('busy')) kinds (kind) left join placed using ("group", kind, slot_no)
),
ended as (
    select "group", weekday, hour, count(*) as completions
    from grouped_end join hour_slot using (slot_no) group by all
),
hours as (
    select "group", weekday, hour, sum(hours) filter (kind = 'hand') as in_hand, sum(hours) filter (kind = 'busy') as busy_hours
    from running group by all
),
often as (select weekday, hour, count(*) as times from hour_slot group by all)
select weekday, hour, "group",
    case when (select count(*) from piece_in_hand) > 0 then in_hand / times end as mean_in_hand,
    coalesce(completions, 0) as completions,
    case when (select count(resource_no) from piece_in_hand) > 0 then busy_hours end as busy_hours
from hours join often using (weekday, hour) left join ended using ("group", weekday, hour)
order by "group", weekday, hour
