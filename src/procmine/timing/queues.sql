-- How many pieces of work wait before each activity, period by period?
-- grain: activity, period_at
-- uses: period, timed_event
-- leaves out: work that nothing before it let begin, which nobody saw waiting | predecessor_activity_no is null
-- leaves out: work taken up before the observation began | coalesce(started_at, ended_at) <= $observed_from::timestamp
-- The mean length weighs each length by how long it held. Where no start is recorded work waits until it ends.
-- What waited already when the observation began is carried in there.
with entry as (
    select activity_no, greatest(enabled_at, coalesce($observed_from::timestamp, enabled_at)) as seen_at, coalesce(started_at, ended_at) as taken_at,
        coalesce(enabled_at < $observed_from::timestamp, false) as is_carried_in, wait_seconds, wait_worked_seconds
    from timed_event
    where predecessor_activity_no is not null and coalesce(coalesce(started_at, ended_at) > $observed_from::timestamp, true)
),
change as (
    select activity_no, seen_at as changes_at, 1 as delta, (not is_carried_in)::integer as entered, 0 as taken, null as waited, null as worked from entry
    union all
    select activity_no, taken_at, -1, 0, 1, wait_seconds, wait_worked_seconds from entry
),
placed as (
    select activity_no, period_at, sum(delta) as delta, sum(entered) as entered, sum(taken) as taken, sum(waited) as waited, sum(worked) as worked,
        sum(delta * (epoch(ends_at) - epoch(changes_at))) as area
    from change asof join period on changes_at >= period_at group by all
),
running as (
    select activity_no, period.*, coalesce(entered, 0) as entered, coalesce(taken, 0) as taken, coalesce(waited, 0) as waited, worked, coalesce(area, 0) as area,
        coalesce(sum(delta) over (partition by activity_no order by period.period_at rows between unbounded preceding and 1 preceding), 0) as carried
    from (select distinct activity_no from entry) cross join period left join placed using (activity_no, period_at)
)
select activity, period_at, entered::bigint as entered, taken::bigint as taken, waited / 3600 as waited_hours, worked / 3600 as waited_worked_hours,
    (area + carried * (epoch(ends_at) - epoch(period_at))) / nullif(epoch(seen_until) - epoch(seen_from), 0) as mean_length,
    epoch(seen_until) - epoch(seen_from) as seen_seconds, seen_until < ends_at or seen_from > period_at as is_partial
from running join activities using (activity_no)
order by activity, period_at
