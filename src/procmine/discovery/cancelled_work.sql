-- What work had gone into cases by the time they were cancelled?
-- grain: activity
-- leaves out: cases that were not cancelled | case_no not in (select case_no from outcome_case)
-- leaves out: the work that cancels, and what came after it | exists (select 1 from outcome_case o where o.case_no = event.case_no and event.position >= o.outcome_position)
-- uses: outcome_case, timed_event
with spent as (
    select e.* from timed_event e join outcome_case o using (case_no) where o.outcome_position is null or e.position < o.outcome_position
),
everywhere as (select activity_no, sum(work_seconds - paused_seconds) as work_seconds from timed_event group by activity_no)
select activity, count(*) as instances, count(distinct case_no) as cases, sum(spent.work_seconds - paused_seconds) / 3600 as work_hours,
    case when count(spent.work_seconds) = count(work_worked_seconds) filter (paused_seconds = 0) then sum(work_worked_seconds) / 3600 end as work_worked_hours,
    sum(spent.work_seconds - paused_seconds) / nullif(any_value(everywhere.work_seconds), 0) as share_work,
    count(started_at) / count(*) as share_with_start
from spent join everywhere using (activity_no) join activities using (activity_no)
group by activity order by work_hours desc nulls last, instances desc, activity
