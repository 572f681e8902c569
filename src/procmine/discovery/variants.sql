-- Which sequences of activities do the cases follow, and how common is each?
-- grain: variant
-- prepared with: nothing
with trace as (
    select case_no, list(activity_no order by position) as activity_nos from event group by case_no
),
counted as (
    select activity_nos, count(*) as cases,
        quantile_cont(span_seconds / 3600, [0.5, 0.9]) filter (not is_open) as quantiles
    from trace join case_span using (case_no) group by activity_nos
),
named as (
    select *, list_transform(activity_nos, lambda no: names[no]) as activities
    from counted, (select list(activity order by activity_no) as names from activities)
)
select row_number() over (order by cases desc, activities) as variant, activities, cases,
    cases / sum(cases) over () as share,
    sum(cases) over (order by cases desc, activities rows unbounded preceding) / sum(cases) over () as cumulative_share,
    quantiles[1] as median_cycle_hours, quantiles[2] as p90_cycle_hours
from named order by variant
