-- How many cases were cancelled, and what part of all work had gone into them?
-- grain: one row
-- uses: outcome_case
select (select count(*) from outcome_case semi join case_span using (case_no)) as cancelled_cases, count(distinct case_no) as cases,
    sum(work_seconds - paused_seconds) / 3600 as work_hours, count(started_at) as starts
from event
