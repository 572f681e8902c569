-- What waits still: how long has it lain since the last work of the open cases ended?
-- grain: from_activity
-- uses: stage
select activity as from_activity, count(*) as cases, sum(seconds) / 3600 as hours_so_far, median(seconds) / 3600 as median_hours_so_far
from stage join activities using (activity_no)
where is_now and not is_in_work
group by all
order by hours_so_far desc, from_activity
