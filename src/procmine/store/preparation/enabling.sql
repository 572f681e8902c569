-- When could each piece of work have begun, and which earlier work let it begin?
-- grain: case_no, position
-- The enabler is the work that ended last before this began and does not run side by side with it.
-- Almost always that is the latest end so far; only where that end is later than this start, or belongs
-- to a parallel activity, are the case's earlier ends searched.
create table enabled as
with pair as (
    select activity_a as a, activity_b as b from version.concurrency
    union all
    select activity_b, activity_a from version.concurrency
),
judged as (
    select o.*, ender.ended_at > coalesce(started_at, o.ended_at) or pair.a is not null as is_searched
    from ordered o left join pair on pair.a = o.activity_no and pair.b = o.ender.activity_no
),
found as (
    select i.case_no, i.position,
        arg_max({position: p.position, activity_no: p.activity_no, resource_no: p.resource_no, ended_at: p.ended_at}, (p.ended_at, p.position)) as work
    from (from judged where is_searched) i
    join ordered p on p.case_no = i.case_no and p.position < i.position and p.ended_at <= coalesce(i.started_at, i.ended_at)
    anti join pair on pair.a = i.activity_no and pair.b = p.activity_no
    group by all
)
select judged.* exclude (ender, is_searched), case when is_searched then found.work else judged.ender end as predecessor
from judged left join found using (case_no, position)
order by case_no, position;  -- a join does not keep the order of its rows
