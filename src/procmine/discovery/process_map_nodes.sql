-- How often does each activity happen, in how many cases, and how long does its work take?
-- grain: activity
-- uses: timed_event
-- prepared with: nothing
-- How much of a pause was working time is not known, so the working time of work that was paused is not either.
with counted as (
    select activity_no, count(*) as instances, count(*) filter (occurrence = 1) as cases,
        quantile_cont((work_seconds - paused_seconds) / 3600, [0.5, 0.9]) filter (not is_aborted) as quantiles,
        avg((work_seconds - paused_seconds) / 3600) filter (not is_aborted) as mean_service_hours,
        sum((work_seconds - paused_seconds) / 3600) filter (not is_aborted) as total_service_hours,
        quantile_cont(work_worked_seconds / 3600, [0.5, 0.9]) filter (not is_aborted and paused_seconds = 0) as worked_quantiles,
        avg(work_worked_seconds / 3600) filter (not is_aborted and paused_seconds = 0) as mean_service_worked_hours,
        sum(work_worked_seconds / 3600) filter (not is_aborted and paused_seconds = 0) as total_service_worked_hours
    from timed_event group by activity_no
)
select activity, instances, cases, cases / (select count(*) from case_span) as share_cases,
    quantiles[1] as median_service_hours, worked_quantiles[1] as median_service_worked_hours,
    quantiles[2] as p90_service_hours, worked_quantiles[2] as p90_service_worked_hours,
    mean_service_hours, mean_service_worked_hours, total_service_hours, total_service_worked_hours, activity_no
from counted join activities using (activity_no)
order by instances desc, activity
