-- What is done first with what has arrived?
-- grain: activity
select activity, count(*) as cases
from event join activities using (activity_no) where position = 2 and predecessor_activity_no is not null
group by activity order by cases desc, activity
