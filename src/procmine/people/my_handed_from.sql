-- From whose hands does work come to one person, and how long does it lie before they take it up?
-- grain: from_resource
-- uses: timed_event
select coalesce(resource, '(nobody named)') as from_resource, is_own, count(*) as handovers, count(distinct case_no) as cases,
    quantile_cont(wait_seconds / 3600, 0.5) as median_wait_hours, quantile_cont(wait_worked_seconds / 3600, 0.5) as median_wait_worked_hours,
    sum(wait_seconds) / 3600 as total_wait_hours, sum(wait_worked_seconds) / 3600 as total_wait_worked_hours,
    case when bool_and(is_elapsed) then 'elapsed' when bool_or(is_elapsed) then 'mixed' else 'wait' end as basis
from (
    select case_no, predecessor_resource_no as from_no, coalesce(predecessor_resource_no = resource_no, false) as is_own, wait_seconds, wait_worked_seconds, is_elapsed
    from timed_event
    where predecessor_activity_no is not null and resource_no = (select resource_no from resources where resource = $resource)
)
left join resources on resource_no = from_no
group by resource, is_own
order by handovers desc, from_resource
