-- Which sequences of activities do the finished cases follow, before and after the day that parts them?
-- grain: activities, is_held_out
-- uses: case_trace, trace
-- leaves out: in open cases | case_no in (select case_no from case_span where is_open)
-- leaves out: in cases that began before the observation | case_no in (select case_no from case_span where is_truncated and not is_open)
with finished as (
    select case_no, row_number() over (order by first_at, case_no) > greatest(1, floor((1 - $hold_out) * count(*) over ())) as is_held_out
    from case_span where not is_open and not is_truncated
),
counted as (select trace_no, is_held_out, count(*) as cases from finished join case_trace using (case_no) group by trace_no, is_held_out)
select list_transform(activity_nos, lambda no: names[no]) as activities, is_held_out, cases
from counted join trace using (trace_no), (select list(activity order by activity_no) as names from activities)
order by is_held_out, cases desc, activities
