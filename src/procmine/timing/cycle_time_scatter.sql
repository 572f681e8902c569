-- How long did each case take, by when it ended?
-- grain: case_id
-- uses: finished_case, drawn_end
-- leaves out: in open cases, which have taken no whole time yet | case_no in (select case_no from case_span where is_open)
-- leaves out: in cases that ended before the observation began | case_no in (select case_no from case_span where last_at <= $observed_from::timestamp)
-- leaves out: in finished cases that are not drawn, which the percentiles count all the same | case_no not in (select case_no from drawn_end)
select case_id, first_at as started_at, last_at as ended_at, cycle_hours, cycle_worked_hours,
    cycle_hours > (select quantile_cont(cycle_hours, 0.85) from finished_case) as is_above_p85
from finished_case semi join drawn_end using (case_no)
order by finished_case.place
