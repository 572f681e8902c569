-- How long does each wait and each work usually take, period by period?
-- grain: period_at, activity, kind
-- uses: period, timed_event
-- In working time where a calendar is given.
-- Waits in the period in which they end, work in that in which it ends. The dozen that take most hours in all.
with timed as (
    select activity_no, case when is_elapsed then 'elapsed' else 'wait' end as kind, coalesce(started_at, ended_at) as at, coalesce(wait_worked_seconds, wait_seconds) / 3600 as hours
    from timed_event where predecessor_activity_no is not null
    union all
    select activity_no, 'work', ended_at, coalesce(case when paused_seconds = 0 then work_worked_seconds end, work_seconds - paused_seconds) / 3600 from timed_event where work_seconds is not null and not is_aborted
),
largest as (select activity_no, kind from timed group by all order by sum(hours) desc, activity_no, kind limit 12)
select period_at, activity, kind, count(*) as stretches, median(hours) as median_hours
from (from timed semi join largest using (activity_no, kind)) timed
asof join period on timed.at >= period_at
join activities using (activity_no)
group by all
order by period_at, activity, kind
