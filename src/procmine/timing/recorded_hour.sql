-- In which clock hours does any work begin or end, and how much is told there?
-- grain: hour_at
select timezone('UTC', timezone($zone, date_trunc('hour', local_at))) as hour_at, min(told_at) as first_at, max(told_at) as last_at, sum(dots)::bigint as dots,
    isodow(date_trunc('hour', local_at))::integer as weekday, hour(date_trunc('hour', local_at))::integer as hour
from (
    select *, timezone($zone, timezone('UTC', told_at)) as local_at
    from (
        select coalesce(started_at, ended_at) as told_at, 1 as dots from event
        union all
        select ended_at, 0 from event where started_at is not null and ended_at is not null
    )
)
group by date_trunc('hour', local_at)
order by first_at, hour_at
