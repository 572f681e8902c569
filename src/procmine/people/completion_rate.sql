-- How much is completed by whom, on how many days and in how many hours?
-- grain: resource
-- uses: personal_event
-- leaves out: no end recorded | ended_at is null
-- leaves out: no resource recorded | resource_no is null
with of_person as (
    select person_no, any_value(resource_no) as resource_no, count(*) as completions, count(distinct local_at::date) as active_days,
        count(distinct date_trunc('hour', local_at)) as active_hours, min(ended_at) as first_at, max(ended_at) as last_at
    from (select *, timezone($zone, timezone('UTC', ended_at)) as local_at from personal_event where ended_at is not null and person_no is not null)
    group by person_no
)
-- Of several people days and hours are the mean; the first and last instant, each that of one of them, are not told.
select resource, count(*) as people, sum(completions)::bigint as completions, avg(active_days) as active_days, avg(active_hours) as active_hours,
    sum(completions) / sum(active_days) as completions_per_day, sum(completions) / sum(active_hours) as completions_per_hour,
    case when count(*) = 1 then min(first_at) end as first_at, case when count(*) = 1 then max(last_at) end as last_at
from of_person join resources using (resource_no)
group by resource
order by completions desc, resource
