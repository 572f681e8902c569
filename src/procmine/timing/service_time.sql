-- How long does the work itself take?
-- grain: activity
-- leaves out: work whose start is not recorded | started_at is null
-- leaves out: work that has not ended | ended_at is null
-- leaves out: work that was broken off | is_aborted
-- uses: timed_event
-- prepared with: nothing
-- How much of a pause was working time is not known, so the working time of work that was paused is not either.
with measured as (
    select activity_no, count(*) as instances, quantile_cont(hours, [0.5, 0.9]) as quantiles, sum(hours) as total_hours,
        quantile_cont(worked_hours, [0.5, 0.9]) as worked_quantiles, sum(worked_hours) as total_worked_hours,
        count(started_at) / count(*) as share_with_start, count(hours) as measured
    from (
        select activity_no, started_at, case when not is_aborted then (work_seconds - paused_seconds) / 3600 end as hours,
            case when not is_aborted and paused_seconds = 0 then work_worked_seconds / 3600 end as worked_hours
        from timed_event
    )
    group by activity_no
)
select activity, instances, quantiles[1] as median_hours, worked_quantiles[1] as median_worked_hours,
    quantiles[2] as p90_hours, worked_quantiles[2] as p90_worked_hours, total_hours, total_worked_hours, share_with_start, measured
from measured join activities using (activity_no)
order by total_hours desc nulls last, activity
