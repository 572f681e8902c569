-- What is open now, where does it lie, and for how long?
-- grain: case_id
-- uses: timed_stage, timed_case
-- leaves out: in cases that are finished | case_no in (select case_no from case_span where not is_open)
select case_id, activity as last_activity, resource as last_resource, is_in_work, entered_at as stage_since_at, first_at as began_at,
    greatest(epoch_us($extracted_at::timestamp) - epoch_us(first_at), 0) / 3.6e9 as age_hours, timed_case.worked_seconds / 3600 as age_worked_hours,
    seconds / 3600 as stage_age_hours, timed_stage.worked_seconds / 3600 as stage_age_worked_hours
from timed_stage
join timed_case using (case_no)
join activities using (activity_no)
left join resources using (resource_no)
where is_now
order by stage_age_hours desc, case_id
