-- How long does work lie between the work that let it begin and its own start?
-- grain: from_activity, to_activity, basis
-- leaves out: work that nothing before it let begin, whose wait is not recorded | predecessor_activity_no is null
-- prepared with: nothing
select f.activity as from_activity, t.activity as to_activity, count(*) as waits,
    quantile_cont(wait_seconds / 3600, 0.5) as median_hours, quantile_cont(wait_seconds / 3600, 0.9) as p90_hours,
    sum(wait_seconds) / 3600 as total_hours,
    case when is_elapsed then 'elapsed' else 'wait' end as basis
from event
join activities f on f.activity_no = predecessor_activity_no
join activities t on t.activity_no = event.activity_no
group by f.activity, t.activity, is_elapsed
order by total_hours desc, from_activity, to_activity, basis
