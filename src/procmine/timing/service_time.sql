-- How long does the work itself take?
-- grain: activity
-- leaves out: work whose start is not recorded | started_at is null
-- leaves out: work that has not ended | ended_at is null
-- leaves out: work that was broken off | is_aborted
-- prepared with: nothing
select activity, count(*) as instances,
    quantile_cont(hours, 0.5) as median_hours, quantile_cont(hours, 0.9) as p90_hours, sum(hours) as total_hours,
    count(started_at) / count(*) as share_with_start, count(hours) as measured
from (
    select activity_no, started_at, case when not is_aborted then (work_seconds - paused_seconds) / 3600 end as hours from event
) join activities using (activity_no)
group by activity order by total_hours desc nulls last, activity
