-- How long do cases wait for the first work that follows their arrival, those that come on duty and the others?
-- grain: is_on_duty, is_night
-- uses: case_arrival
-- Night is from 22:00 to 06:00 of the log's own clock.
select is_on_duty, hour(local_at) >= 22 or hour(local_at) < 6 as is_night, count(*) as cases, list(wait_hours order by wait_hours) filter (wait_hours is not null) as waits
from case_arrival left join (select case_no, wait_seconds / 3600 as wait_hours from event where position = 2) using (case_no)
group by all
order by all
