-- Which work goes right the first time, case by case?
-- grain: activity
-- leaves out: open cases | case_no in (select case_no from case_span where is_open)
-- leaves out: cases begun before anybody recorded | case_no in (select case_no from case_span where is_truncated)
-- uses: failing, repeat
with counted as (
    select activity_no, any_value(role) as role, count(*) as cases, count(*) filter (is_repeated) as repeated_cases, count(*) filter (is_skipped) as skipped_cases,
        count(*) filter (is_rejected) as rejected_cases, count(*) filter (not (is_repeated or is_skipped or is_rejected)) as passed_cases
    from failing group by activity_no
),
redone as (
    select activity_no, sum(work_seconds) / 3600 as rework_hours, case when count(work_worked_seconds) = count(work_seconds) then sum(work_worked_seconds) / 3600 end as rework_worked_hours
    from repeat semi join expected_case using (case_no) group by activity_no
)
select activity, role, cases, passed_cases, passed_cases / cases as share_first_pass, repeated_cases, skipped_cases, rejected_cases,
    case when repeated_cases > 0 then rework_hours when starts > 0 then 0 end as rework_hours,
    case when repeated_cases > 0 then rework_worked_hours when starts > 0 then 0 end as rework_worked_hours
from counted join activities using (activity_no) left join redone using (activity_no)
left join (select activity_no, count(started_at) as starts from event group by activity_no) using (activity_no)
order by share_first_pass, cases desc, activity
