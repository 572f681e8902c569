-- When is each resource seen at work, and how much of that lies in the hours in which it is on duty?
-- grain: resource
-- uses: personal_event, own_calendar, working_interval
-- leaves out: work that names no resource | resource_no is null
-- Seen is where work begins and where it ends; what ends with the shift, begun before, lies inside it.
with seen as (
    select resource_no, person_no, started_at as recorded_at, started_at as seen_at from personal_event where resource_no is not null and started_at is not null
    union all
    select resource_no, person_no, ended_at, case when started_at < ended_at then ended_at - to_microseconds(1) else ended_at end
    from personal_event where resource_no is not null and ended_at is not null
),
own as (select seen.*, timezone($zone, timezone('UTC', seen_at))::date as seen_on, calendar_no from seen join own_calendar using (resource_no)),
judged as (
    select own.*, coalesce(own.seen_at < ends_at, false) as is_inside
    from own asof left join working_interval on own.calendar_no = working_interval.calendar_no and own.seen_at >= working_interval.begins_at
)
select resource, count(distinct seen_on) as active_days, case when count(distinct person_no) = 1 then min(recorded_at) end as first_at,
    case when count(distinct person_no) = 1 then max(recorded_at) end as last_at, count(*) as sightings,
    count(*) filter (is_inside) as inside, count(*) filter (is_inside) / count(*) as share_in
from judged join resources using (resource_no)
group by resource
order by resource
