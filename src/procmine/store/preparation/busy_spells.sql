-- When was each resource at work?
-- grain: resource_no, started_at
-- Work that overlaps or touches is one spell; how many pieces were in hand at once is told by `pieces` and `effort_seconds`.
create table version.busy_spells as
with piece as (
    select resource_no, started_at, ended_at,
        max(ended_at) over (partition by resource_no order by started_at, ended_at rows between unbounded preceding and 1 preceding) as covered_to
    from version.events where resource_no is not null and started_at is not null and ended_at > started_at
),
numbered as (
    select *, sum(case when covered_to >= started_at then 0 else 1 end) over (partition by resource_no order by started_at, ended_at rows unbounded preceding) as spell
    from piece
)
select resource_no, min(started_at) as started_at, max(ended_at) as ended_at, count(*) as pieces,
    sum(epoch_us(ended_at) - epoch_us(started_at)) / 1e6 as effort_seconds
from numbered group by resource_no, spell order by resource_no, started_at;
