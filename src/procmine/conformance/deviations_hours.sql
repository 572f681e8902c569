-- How long did each finished case take, by the sequence of activities that it follows?
-- grain: case_no
-- uses: walked_case, timed_case
select trace_no, span_seconds / 3600 as hours, worked_seconds / 3600 as worked_hours
from walked_case join timed_case using (case_no)
where not walked_case.is_open order by hours, trace_no
