-- How does work pass from one activity to the next, period by period?
-- grain: from_activity, to_activity, class, period_at
-- uses: shown_pair, segment, period
-- leaves out: work that nothing before it let begin, which nobody saw waiting | predecessor_activity_no is null
-- leaves out: work taken up before the observation began | coalesce(started_at, ended_at) < $observed_from::timestamp
-- leaves out: waits between activities that are not shown | (predecessor_activity_no, activity_no) not in (select (from_no, to_no) from shown_pair)
-- A wait that had begun before the observation is pending from its beginning on, and started in no period.
with change as (
    select rank, class, greatest(enabled_at, coalesce($observed_from::timestamp, enabled_at)) as changes_at, 0 as stopped,
        (enabled_at >= coalesce($observed_from::timestamp, enabled_at))::integer as started,
        (enabled_at < coalesce($observed_from::timestamp, enabled_at))::integer as carried
    from segment
    union all
    select rank, class, taken_at, 1, 0, 0 from segment
),
placed as (
    select rank, class, period_at, sum(started) as started, sum(stopped) as stopped, sum(carried) as carried
    from change asof join period on changes_at >= period_at group by all
),
running as (
    select shown_pair.rank, from_activity, to_activity, class, period.period_at, coalesce(started, 0) as started, coalesce(stopped, 0) as stopped,
        coalesce(carried, 0) as carried, seen_until < ends_at or seen_from > period.period_at as is_partial,
        coalesce(sum(started + carried - stopped) over (partition by shown_pair.rank, class order by period.period_at rows between unbounded preceding and 1 preceding), 0) as before
    from shown_pair cross join (select unnest([1, 2, 3, 4]) as class) cross join period
    left join placed using (rank, class, period_at)
)
select from_activity, to_activity, class, period_at, started::bigint as started, (before + carried)::bigint as pending,
    stopped::bigint as stopped, is_partial
from running
order by rank, class, period_at
