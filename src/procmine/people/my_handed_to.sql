-- To whom does the work of one person pass, and how long was it theirs before it did?
-- grain: to_resource
-- uses: enabled_event
-- Work that lets several pieces begin is handed on as often.
select coalesce(resource, '(nobody named)') as to_resource, count(*) as handovers, count(distinct case_no) as cases,
    quantile_cont(hours, 0.5) as median_hours, quantile_cont(worked_hours, 0.5) as median_worked_hours,
    quantile_cont(wait_hours, 0.5) as median_wait_hours, quantile_cont(work_hours, 0.5) as median_work_hours, sum(hours) as total_hours, sum(worked_hours) as total_worked_hours,
    case when bool_and(is_elapsed) then 'elapsed' when bool_or(is_elapsed) then 'mixed' else 'wait' end as basis
from (
    select event_no, case_no, is_elapsed, (wait_seconds + coalesce(work_seconds, 0)) / 3600 as hours, (wait_worked_seconds + coalesce(work_worked_seconds, 0)) / 3600 as worked_hours,
        case when not is_elapsed then wait_seconds / 3600 end as wait_hours, work_seconds / 3600 as work_hours, resource_no as own_no
    from enabled_event where ended_at is not null and resource_no = (select resource_no from resources where resource = $resource)
)
join (select predecessor_event_no as event_no, resource_no as to_no from enabled_event where predecessor_event_no is not null) using (event_no)
left join resources on resource_no = to_no
where to_no is distinct from own_no
group by resource
order by handovers desc, to_resource
