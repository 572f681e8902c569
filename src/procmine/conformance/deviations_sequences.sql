-- Which sequences of activities are walked beside the model, and by how many cases?
-- grain: trace_no, is_open
-- uses: walked_case, trace
with counted as (select trace_no, is_open, count(*) as cases from walked_case group by trace_no, is_open)
select trace_no, is_open, cases, list_transform(activity_nos, lambda no: names[no]) as activities
from counted join trace using (trace_no), (select list(activity order by activity_no) as names from activities)
order by cases desc, activities, is_open
