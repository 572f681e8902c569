-- When do cases arrive, and how long do they wait for the first work that follows?
-- grain: weekday, hour
-- uses: case_arrival
-- leaves out: in cases that had begun before the observation | case_no in (select case_no from case_span where is_truncated)
-- leaves out: work beyond what first follows the arrival | position > 2
with followed as (select case_no, wait_seconds / 3600 as wait_hours from event where position = 2)
select isodow(local_at)::integer as weekday, hour(local_at)::integer as hour, count(*) as arrivals,
    case when count(is_on_duty) > 0 then count(*) filter (not is_on_duty) end as off_duty, quantile_cont(wait_hours, 0.5) as median_wait_hours,
    sum(wait_hours) filter (not is_on_duty) as off_duty_wait_hours, count(wait_hours) as waits
from case_arrival left join followed using (case_no)
group by all
order by weekday, hour
