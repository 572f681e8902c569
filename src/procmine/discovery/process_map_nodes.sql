-- How often does each activity happen, in how many cases, and how long does its work take?
-- grain: activity
-- prepared with: nothing
select activity, count(*) as instances, count(*) filter (is_first) as cases,
    median((work_seconds - paused_seconds) / 3600) filter (not is_aborted) as median_service_hours
from (
    select activity_no, work_seconds, paused_seconds, is_aborted,
        occurrence = 1 as is_first
    from event
) join activities using (activity_no)
group by activity order by instances desc, activity
