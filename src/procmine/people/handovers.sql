-- Who passes work to whom, and how long does it lie between their hands?
-- grain: from_resource, to_resource
-- leaves out: work that nothing before it let begin, which nobody hands over | predecessor_activity_no is null
-- leaves out: work of which somebody's name is missing | resource_no is null or predecessor_resource_no is null
-- leaves out: work that stays in the same hands | resource_no = predecessor_resource_no
-- uses: timed_event
-- prepared with: nothing
with handover as (
    select predecessor_resource_no as from_no, resource_no as to_no, wait_seconds, wait_worked_seconds, is_elapsed,
        row_number() over (partition by case_no, predecessor_resource_no, resource_no) = 1 as is_first_in_case
    from timed_event where predecessor_resource_no <> resource_no
),
pair as (
    select from_no, to_no, count(*) as handovers, count(*) filter (is_first_in_case) as cases,
        quantile_cont(wait_seconds / 3600, 0.5) as median_wait_hours, quantile_cont(wait_worked_seconds / 3600, 0.5) as median_wait_worked_hours,
        case when bool_and(is_elapsed) then 'elapsed' when bool_or(is_elapsed) then 'mixed' else 'wait' end as basis
    from handover group by from_no, to_no
)
select f.resource as from_resource, t.resource as to_resource, handovers, cases, median_wait_hours, median_wait_worked_hours, basis
from pair
join resources f on f.resource_no = from_no
join resources t on t.resource_no = to_no
order by handovers desc, from_resource, to_resource
