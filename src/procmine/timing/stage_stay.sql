-- How long do cases stay in each activity, and how long after it?
-- grain: activity, is_in_work, hours, worked_hours
-- uses: timed_stage
select activity, is_in_work, seconds / 3600 as hours, worked_seconds / 3600 as worked_hours,
    count(*) filter (not is_now) as closed, count(*) filter (is_now) as open
from timed_stage join activities using (activity_no)
group by all
order by activity, is_in_work, hours, worked_hours
