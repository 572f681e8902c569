-- Who passes work to whom, and how long does it lie between their hands?
-- grain: from_resource, to_resource
-- leaves out: work that nothing before it let begin, which nobody hands over | predecessor_activity_no is null
-- leaves out: work of which somebody's name is missing | resource_no is null or predecessor_resource_no is null
-- leaves out: work that stays in the same hands | resource_no = predecessor_resource_no
-- prepared with: nothing
select f.resource as from_resource, t.resource as to_resource, count(*) as handovers, count(distinct case_no) as cases,
    quantile_cont(wait_seconds / 3600, 0.5) as median_wait_hours
from event
join resources f on f.resource_no = predecessor_resource_no
join resources t on t.resource_no = event.resource_no
where f.resource_no <> t.resource_no
group by f.resource, t.resource
order by handovers desc, from_resource, to_resource
