-- How many finished cases pass everything the first time, and how long do these and the others take?
-- grain: is_right
-- uses: failing, timed_case
with judged as (select case_no, not bool_or(is_repeated or is_skipped or is_rejected) as is_right from failing group by case_no)
select is_right, count(*) as cases, quantile_cont(span_seconds / 3600, 0.5) as median_cycle_hours, quantile_cont(worked_seconds / 3600, 0.5) as median_cycle_worked_hours
from judged join timed_case using (case_no) group by is_right order by is_right
