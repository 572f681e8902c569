-- What waits still: how long has it lain since the last work of the open cases ended?
-- grain: from_activity
-- uses: stage
-- A case in which other work is still under way waits for that.
select activity as from_activity, count(*) as cases, sum(seconds) / 3600 as hours_so_far, median(seconds) / 3600 as median_hours_so_far
from stage join activities using (activity_no)
where is_now and not is_in_work and case_no not in (select case_no from events where ended_at is null)
group by all
order by hours_so_far desc, from_activity
