-- Which group does which work?
-- grain: activity, group
-- uses: personal_event, member_of
select activity, "group", count(*) as pieces
from personal_event join member_of using (person_no) join activities using (activity_no)
group by activity, "group" order by activity, pieces desc, "group"
