-- Does an attribute become known where some work is done? How many cases have both, and how many the work.
-- grain: activity
-- uses: start_value
select activity, count(*) filter (known.case_no is not null) as shared, count(*) as cases
from event join activities using (activity_no)
left join (select case_no from start_value where name = $name) known using (case_no)
where occurrence = 1 and position > 1
group by activity
order by shared / count(*) desc, activity
