-- How did one case go: what was done when, by whom, and what waited for what?
-- grain: place
-- uses: timed_event, timed_slack, timed_plan
-- The view holds the one case. Places are those of the whole case, also where work is hidden.
with whole as (select event_no, position as place from events where case_no in (select case_no from case_span))
select place, activity, resource, t.enabled_at, predecessor_position as enabled_by, t.started_at, t.ended_at, t.ended_at is null as is_unfinished,
    case when is_elapsed then 'elapsed' else 'wait' end as basis, wait_seconds / 3600 as wait_hours, wait_worked_seconds / 3600 as wait_worked_hours,
    work_seconds / 3600 as work_hours, work_worked_seconds / 3600 as work_worked_hours, is_critical,
    case when s.event_no is not null then slack_seconds / 3600 when t.ended_at is not null then 0 end as slack_hours,
    case when s.event_no is not null then slack_worked_seconds / 3600 when t.ended_at is not null then 0 end as slack_worked_hours,
    planned_start_at, planned_end_at, late_seconds / 3600 as late_hours, late_worked_seconds / 3600 as late_worked_hours
from timed_event t join whole using (event_no) join activities using (activity_no)
left join resources using (resource_no) left join timed_slack s using (event_no) left join timed_plan using (event_no)
order by place
