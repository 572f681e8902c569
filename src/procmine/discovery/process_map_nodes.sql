-- How often does each activity happen, in how many cases, and how long does its work take?
-- grain: activity
-- uses: timed_event
-- prepared with: nothing
-- How much of a pause was working time is not known, so the working time of work that was paused is not either.
with counted as (
    select activity_no, count(*) as instances, count(*) filter (occurrence = 1) as cases,
        median((work_seconds - paused_seconds) / 3600) filter (not is_aborted) as median_service_hours,
        median(work_worked_seconds / 3600) filter (not is_aborted and paused_seconds = 0) as median_service_worked_hours
    from timed_event group by activity_no
)
select activity, instances, cases, median_service_hours, median_service_worked_hours, activity_no
from counted join activities using (activity_no)
order by instances desc, activity
