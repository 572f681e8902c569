-- Which work follows which, how often, and how long does it lie in between?
-- grain: from_activity, to_activity
-- uses: step, boundary, named_activity
-- prepared with: nothing
with edge as (
    select from_no, to_no, count(*) as steps, count(*) filter (is_first_of_edge) as cases, count(wait_seconds) as waits,
        quantile_cont(wait_seconds / 3600, [0.5, 0.9]) as quantiles, sum(wait_seconds) / 3600 as total_wait_hours,
        quantile_cont(wait_worked_seconds / 3600, [0.5, 0.9]) as worked_quantiles, sum(wait_worked_seconds) / 3600 as total_wait_worked_hours,
        count(wait_seconds) filter (is_elapsed) as elapsed_waits, count(wait_worked_seconds) as worked_waits
    from step group by from_no, to_no
    union all
    select from_no, to_no, cases, cases, 0, null, null, null, null, 0, 0 from boundary
)
select f.activity as from_activity, t.activity as to_activity, steps, cases, cases / (select count(*) from case_span) as share_cases, waits,
    quantiles[1] as median_wait_hours, worked_quantiles[1] as median_wait_worked_hours,
    quantiles[2] as p90_wait_hours, worked_quantiles[2] as p90_wait_worked_hours, total_wait_hours, total_wait_worked_hours,
    total_wait_hours / nullif(waits, 0) as mean_wait_hours, total_wait_worked_hours / nullif(worked_waits, 0) as mean_wait_worked_hours,
    case when waits = 0 then null when elapsed_waits = 0 then 'wait' when elapsed_waits = waits then 'elapsed' else 'mixed' end as basis,
    from_no, to_no
from edge
join named_activity f on f.activity_no = from_no
join named_activity t on t.activity_no = to_no
order by steps desc, from_activity, to_activity
