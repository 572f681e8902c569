-- Which sequences of activities do the cases follow, and how common is each?
-- grain: variant
-- uses: case_trace, trace, timed_case
-- prepared with: nothing
with counted as (
    select trace_no, count(*) as cases,
        quantile_cont(span_seconds / 3600, [0.5, 0.9]) filter (not is_open) as quantiles,
        quantile_cont(worked_seconds / 3600, [0.5, 0.9]) filter (not is_open) as worked_quantiles
    from case_trace join timed_case using (case_no) group by trace_no
),
named as (
    select cases, quantiles, worked_quantiles, id, list_transform(activity_nos, lambda no: names[no]) as activities
    from counted join trace using (trace_no), (select list(activity order by activity_no) as names from activities)
)
select row_number() over (order by cases desc, activities) as variant, activities, cases,
    cases / sum(cases) over () as share,
    sum(cases) over (order by cases desc, activities rows unbounded preceding) / sum(cases) over () as cumulative_share,
    quantiles[1] as median_cycle_hours, worked_quantiles[1] as median_cycle_worked_hours,
    quantiles[2] as p90_cycle_hours, worked_quantiles[2] as p90_cycle_worked_hours, id
from named order by variant
