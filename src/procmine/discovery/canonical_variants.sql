-- Which recorded sequences are there, with the cycle times of their finished cases?
-- grain: activities
-- uses: case_trace, trace, timed_case
with counted as (
    select trace_no, count(*) as cases, list(span_seconds / 3600 order by span_seconds) filter (not is_open) as cycle_hours,
        list(worked_seconds / 3600 order by worked_seconds) filter (not is_open and worked_seconds is not null) as cycle_worked_hours
    from case_trace join timed_case using (case_no) group by trace_no
)
select list_transform(activity_nos, lambda no: names[no]) as activities, cases, coalesce(cycle_hours, []) as cycle_hours, coalesce(cycle_worked_hours, []) as cycle_worked_hours
from counted join trace using (trace_no), (select list(activity order by activity_no) as names from activities)
order by cases desc, activities
