-- How long does the work itself take?
-- grain: activity
-- leaves out: work whose start is not recorded | started_at is null
-- leaves out: work that has not ended | ended_at is null
-- leaves out: work that was broken off | is_aborted
-- prepared with: nothing
with measured as (
    select activity_no, count(*) as instances, quantile_cont(hours, [0.5, 0.9]) as quantiles, sum(hours) as total_hours,
        count(started_at) / count(*) as share_with_start, count(hours) as measured
    from (
        select activity_no, started_at, case when not is_aborted then (work_seconds - paused_seconds) / 3600 end as hours from event
    )
    group by activity_no
)
select activity, instances, quantiles[1] as median_hours, quantiles[2] as p90_hours, total_hours, share_with_start, measured
from measured join activities using (activity_no)
order by total_hours desc nulls last, activity
