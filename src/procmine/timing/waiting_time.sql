-- How long does work lie between the work that let it begin and its own start?
-- grain: from_activity, to_activity, basis
-- uses: timed_event
-- leaves out: work that nothing before it let begin, whose wait is not recorded | predecessor_activity_no is null
-- prepared with: nothing
with pair as (
    select predecessor_activity_no as from_no, activity_no as to_no, is_elapsed, count(*) as waits,
        quantile_cont(wait_seconds / 3600, [0.5, 0.9]) as quantiles, sum(wait_seconds) / 3600 as total_hours,
        quantile_cont(wait_worked_seconds / 3600, [0.5, 0.9]) as worked_quantiles, sum(wait_worked_seconds) / 3600 as total_worked_hours
    from timed_event where predecessor_activity_no is not null
    group by all
)
select f.activity as from_activity, t.activity as to_activity, waits, quantiles[1] as median_hours, worked_quantiles[1] as median_worked_hours,
    quantiles[2] as p90_hours, worked_quantiles[2] as p90_worked_hours, total_hours, total_worked_hours,
    case when is_elapsed then 'elapsed' else 'wait' end as basis
from pair
join activities f on f.activity_no = from_no
join activities t on t.activity_no = to_no
order by total_hours desc, from_activity, to_activity, basis
