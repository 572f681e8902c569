-- Of which work is the enabler not simply the latest end so far?
-- grain: event_no
-- The enabler is the work that ended last before this began and does not run side by side with it. Almost always
-- that is `ender`, the latest end so far. Only where that end is later than this start, or belongs to a parallel
-- activity, are the case's earlier ends searched; there may be none.
create table searched as
with pair as (
    select activity_a as a, activity_b as b from version.concurrency
    union all
    select activity_b, activity_a from version.concurrency
),
doubtful as (
    select event_no, case_no, position, activity_no, coalesce(started_at, ended_at) as begins_at from ordered
    where latest_end > coalesce(started_at, ended_at) or (activity_no, ender_activity_no) in (select (a, b) from pair)
),
found as (
    select i.event_no, any_value(i.case_no) as case_no,
        arg_max({position: p.position, activity_no: p.activity_no, resource_no: p.resource_no, ended_at: p.ended_at}, (p.ended_at, p.position)) as work
    from doubtful i
    join positioned p on p.case_no = i.case_no and p.position < i.position and p.ended_at <= i.begins_at
    anti join pair on pair.a = i.activity_no and pair.b = p.activity_no
    group by i.event_no
)
select event_no, doubtful.case_no, found.work as predecessor from doubtful left join found using (event_no);

-- Which cases are no plain chain, each step enabled by the one before and the last to end the last in order?
-- grain: case_no
create table branched_case as
select case_no from searched
union
select case_no from ordered
where ender_position is distinct from nullif(position - 1, 0) or ended_at is null or ended_at < latest_end;
