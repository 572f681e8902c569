-- In which half hours of the week is each resource seen at work, on how many days?
-- grain: resource_no, weekday, half_hour
-- Work that begins and ends on one day of the log's own clock is seen in every half hour it touches; longer work only when it
-- begins and when it ends, since nobody knows which of the hours between were worked.
with local as (
    select resource_no, timezone($zone, timezone('UTC', coalesce(started_at, ended_at))) as begins_at,
        timezone($zone, timezone('UTC', case when ended_at > started_at then ended_at - to_microseconds(1) else coalesce(ended_at, started_at) end)) as ends_at
    from event where resource_no is not null
),
placed as (
    select resource_no, begins_at::date as first_on, ends_at::date as last_on,
        (hour(begins_at) * 2 + minute(begins_at) // 30)::integer as first_half, (hour(ends_at) * 2 + minute(ends_at) // 30)::integer as last_half
    from local
),
seen as (
    select resource_no, first_on as day, unnest(range(first_half, last_half + 1)) as half_hour, true as is_within, first_half
    from placed where first_on = last_on
    union all
    select resource_no, first_on, first_half, true, first_half from placed where first_on < last_on
    union all
    select resource_no, last_on, last_half, true, null from placed where first_on < last_on
),
daily as (
    select resource_no, day, half_hour, bool_or(coalesce(half_hour = first_half, false)) as is_begun from seen group by resource_no, day, half_hour
),
days as (select resource_no, isodow(day) as weekday, count(distinct day) as days from daily group by resource_no, weekday)
select daily.resource_no, days.weekday::integer as weekday, half_hour::integer as half_hour, count(*) as touched_days,
    count(*) filter (is_begun) as begun_days, any_value(days) as days
from daily join days on days.resource_no = daily.resource_no and days.weekday = isodow(daily.day)
group by all
order by all
