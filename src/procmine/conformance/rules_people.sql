-- How many people do each activity?
-- grain: activity
-- uses: personal_event
select activity, count(distinct person_no) as people from personal_event join activities using (activity_no) group by activity order by activity
