-- How much effort went into each activity, when the hours with several pieces in hand are shared out among these?
-- grain: activity
-- uses: apportioned_work
select activity, count(distinct event_no) as pieces, count(distinct apportioned_work.person_no)::bigint as people, sum(elapsed_hours) as elapsed_hours,
    sum(apportioned_hours) as apportioned_hours
from apportioned_work join event using (event_no) join activities using (activity_no)
group by activity order by apportioned_hours desc, activity
