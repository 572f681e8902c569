-- After which work were cases cancelled, how late, and how much work had gone in by then?
-- How late is until the work that cancels begins; where an attribute tells, when that was is not known, and it is until the last work ends.
-- grain: last_activity
-- uses: outcome_case, timed_event
with spent as (
    select e.*, o.outcome_position from timed_event e join outcome_case o using (case_no) where o.outcome_position is null or e.position < o.outcome_position
),
begun as (select case_no, min(coalesce(started_at, ended_at)) as begun_at from event group by case_no),
cancelling as (
    select case_no, coalesce(started_at, ended_at) as cancelled_at from event semi join (select case_no, outcome_position as position from outcome_case) using (case_no, position)
),
one as (
    select case_no, arg_max(activity_no, position) as activity_no, sum(work_seconds - paused_seconds) / 3600 as work_hours, max(coalesce(ended_at, started_at)) as last_at
    from spent group by case_no
)
select activity as last_activity, count(*) as cases, sum(work_hours) as work_hours,
    quantile_cont((epoch_us(coalesce(cancelled_at, last_at)) - epoch_us(begun_at)) / 3.6e9, 0.5) as median_elapsed_hours
from one join begun using (case_no) left join cancelling using (case_no) join activities using (activity_no)
group by activity order by cases desc, last_activity
