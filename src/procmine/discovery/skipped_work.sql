-- Which work is expected of every case and left out in some?
-- grain: activity
-- leaves out: open cases | case_no in (select case_no from case_span where is_open)
-- leaves out: cases begun before anybody recorded | case_no in (select case_no from case_span where is_truncated)
-- leaves out: cases with an outcome that ends them early | case_no in (select case_no from outcome_case)
-- uses: expected_case, timed_case, timed_event
with done as (select activity_no, case_no, count(*) as instances from event semi join expected_case using (case_no) group by all),
common as (
    select activity_no, count(*) as done_cases, (select count(*) from expected_case) as cases from done group by activity_no
    having count(*) >= $expected * (select count(*) from expected_case)
),
typical as (
    select activity_no, quantile_cont(work_seconds - paused_seconds, 0.5) as work_seconds, quantile_cont(work_worked_seconds, 0.5) filter (paused_seconds = 0) as work_worked_seconds
    from timed_event where not is_aborted group by activity_no
),
lasting as (
    select common.activity_no, quantile_cont(span_seconds / 3600, 0.5) filter (done.case_no is not null) as with_hours,
        quantile_cont(span_seconds / 3600, 0.5) filter (done.case_no is null) as without_hours,
        quantile_cont(worked_seconds / 3600, 0.5) filter (done.case_no is not null) as with_worked_hours,
        quantile_cont(worked_seconds / 3600, 0.5) filter (done.case_no is null) as without_worked_hours
    from common cross join (select * from timed_case semi join expected_case using (case_no)) c
    left join done on done.activity_no = common.activity_no and done.case_no = c.case_no
    group by common.activity_no
)
select activity, cases, cases - done_cases as skipped_cases, (cases - done_cases) / cases as share_skipped,
    (cases - done_cases) * work_seconds / 3600 as skipped_work_hours, (cases - done_cases) * work_worked_seconds / 3600 as skipped_work_worked_hours,
    with_hours as median_with_hours, with_worked_hours as median_with_worked_hours, without_hours as median_without_hours, without_worked_hours as median_without_worked_hours
from common join activities using (activity_no) left join typical using (activity_no) join lasting using (activity_no)
order by skipped_cases desc, activity
