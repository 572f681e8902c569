-- How often does each activity happen, in how many cases, and how long does its work take?
-- grain: activity
-- prepared with: nothing
with counted as (
    select activity_no, count(*) as instances, count(*) filter (occurrence = 1) as cases,
        median((work_seconds - paused_seconds) / 3600) filter (not is_aborted) as median_service_hours
    from event group by activity_no
)
select activity, instances, cases, median_service_hours, activity_no
from counted join activities using (activity_no)
order by instances desc, activity
