-- Which activities run side by side, judged by work that overlaps?
-- grain: activity_a, activity_b
-- Share = overlapping pairs of instances over all pairs of instances of the two activities within a case.
create table concurrency as
with overlap as (
    select least(i.activity_no, p.activity_no) as activity_a, greatest(i.activity_no, p.activity_no) as activity_b, count(*) as pairs
    from positioned i
    join positioned p on p.case_no = i.case_no and p.position < i.position
        and p.ended_at > i.started_at and coalesce(i.ended_at > p.started_at, true)
    -- Only work that began before everything earlier had ended can overlap.
    where i.latest_end > i.started_at and i.activity_no <> p.activity_no and p.started_at is not null
        and p.ended_at > p.started_at and i.ended_at > i.started_at
    group by all
),
per_case as (
    select case_no, activity_no, count(*) as instances from positioned
    where activity_no in (select activity_a from overlap union select activity_b from overlap) and started_at is not null
    group by all
),
together as (
    select o.activity_a, o.activity_b, sum(a.instances * b.instances) as pairs
    from overlap o
    join per_case a on a.activity_no = o.activity_a
    join per_case b on b.activity_no = o.activity_b and b.case_no = a.case_no
    group by all
)
select activity_a, activity_b, overlap.pairs::double / together.pairs as share, 'overlap' as basis
from overlap join together using (activity_a, activity_b)
where overlap.pairs::double / together.pairs >= $least_share;
