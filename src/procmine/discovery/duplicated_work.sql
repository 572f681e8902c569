-- Which work was done twice for the same thing?
-- grain: activity, scope
-- leaves out: work of which a key is missing | event_no not in (select event_no from keyed_event)
-- uses: keyed_event, duplicate, timed_event
select activity, scope, count(*) as duplicates, count(distinct d.key_no) as groups, count(distinct d.case_no) as cases,
    sum(work_seconds - paused_seconds) / 3600 as work_hours,
    case when count(work_seconds) = count(work_worked_seconds) filter (paused_seconds = 0) then sum(work_worked_seconds) / 3600 end as work_worked_hours,
    count(started_at) / count(*) as share_with_start
from duplicate d join timed_event e using (event_no) join activities on activities.activity_no = d.activity_no
group by activity, scope order by duplicates desc, activity, scope
