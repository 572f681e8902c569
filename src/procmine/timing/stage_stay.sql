-- How long do cases stay after each activity?
-- grain: activity, hours, worked_hours
-- uses: timed_stage
select activity, seconds / 3600 as hours, worked_seconds / 3600 as worked_hours, count(*) filter (not is_now) as closed, count(*) filter (is_now) as open
from timed_stage join activities using (activity_no)
group by all
order by activity, hours, worked_hours
