-- Which recorded sequences are there, with the cycle times of their finished cases?
-- grain: activities
with trace as (
    select case_no, list(activity_no order by position) as activity_nos from event group by case_no
),
counted as (
    select activity_nos, count(*) as cases, list(span_seconds / 3600 order by span_seconds) filter (not is_open) as cycle_hours
    from trace join case_span using (case_no) group by activity_nos
)
select list_transform(activity_nos, lambda no: names[no]) as activities, cases, coalesce(cycle_hours, []) as cycle_hours
from counted, (select list(activity order by activity_no) as names from activities)
order by cases desc, activities
