-- On each day of the log, how many are seen at work?
-- grain: day
with local as (
    select resource_no, timezone($zone, timezone('UTC', coalesce(started_at, ended_at)))::date as day from event where resource_no is not null
),
every as (select unnest(generate_series(min(day)::timestamp, max(day)::timestamp, to_days(1)))::date as day from local)
select every.day::timestamp as day, count(distinct resource_no) as people
from every left join local on local.day = every.day
group by every.day
order by day
