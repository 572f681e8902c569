-- After which work were cases cancelled, how late, and how much work had gone in by then?
-- grain: last_activity
-- uses: outcome_case, timed_event
with spent as (
    select e.*, o.outcome_position from timed_event e join outcome_case o using (case_no) where o.outcome_position is null or e.position < o.outcome_position
),
one as (
    select case_no, arg_max(activity_no, position) as activity_no, sum(work_seconds - paused_seconds) / 3600 as work_hours,
        (epoch_us(max(coalesce(ended_at, started_at))) - epoch_us(min(coalesce(started_at, ended_at)))) / 3.6e9 as elapsed_hours
    from spent group by case_no
)
select activity as last_activity, count(*) as cases, sum(work_hours) as work_hours, quantile_cont(elapsed_hours, 0.5) as median_elapsed_hours
from one join activities using (activity_no) group by activity order by cases desc, last_activity
