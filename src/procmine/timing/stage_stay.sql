-- How long do cases stay after each activity?
-- grain: activity, hours
-- uses: stage
select activity, seconds / 3600 as hours, count(*) filter (not is_now) as closed, count(*) filter (is_now) as open
from stage join activities using (activity_no)
group by all
order by activity, hours
