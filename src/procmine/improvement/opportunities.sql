-- Where did the finished cases wait, and for which reason?
-- grain: activity
-- leaves out: in cases that are not finished | case_no in (select case_no from case_span where is_open)
-- leaves out: in cases that began before the observation | case_no in (select case_no from case_span where is_truncated and not is_open)
-- uses: attributed_wait
select activity, count(*) as waits, count(distinct case_no) as cases, sum(wait_seconds) / 3600 as wait_hours,
    sum(batching_seconds - batching_busy_seconds) / 3600 as batching_hours, sum(batching_busy_seconds) / 3600 as batching_busy_hours,
    sum(contention_seconds) / 3600 as contention_hours, sum(prioritisation_seconds) / 3600 as prioritisation_hours,
    sum(unavailability_seconds) / 3600 as unavailability_hours, sum(extraneous_seconds) / 3600 as extraneous_hours,
    sum(unattributed_seconds) / 3600 as unattributed_hours
from attributed_wait join case_span using (case_no) join activities using (activity_no)
where not is_open and not is_truncated
group by activity
order by wait_hours desc, activity
