-- Which sequences of activities are there, in the order of their names, and how many of their cases are still open?
-- grain: activities
-- uses: case_trace, trace
-- prepared with: nothing
with counted as (
    select trace_no, count(*) as cases, count(*) filter (is_open) as open_cases
    from case_trace join case_span using (case_no) group by trace_no
)
select list_transform(activity_nos, lambda no: names[no]) as activities, cases, open_cases
from counted join trace using (trace_no), (select list(activity order by activity_no) as names from activities)
order by activities
