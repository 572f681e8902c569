-- How much work is in hand, and how much waits to be taken up, as time goes by?
-- grain: group, period_at
-- uses: view_window, view_period, grouped_event, piece_in_hand, busy_spell
-- leaves out: no start recorded | started_at is null
with change as (
    select "group", 'hand' as kind, unnest([started_at, left_at]) as changes_at, unnest([1, -1]) as delta from piece_in_hand
    union all select "group", 'queue', unnest([greatest(enabled_at, (select from_at from view_window)), started_at]), unnest([1, -1]) from grouped_event where started_at > enabled_at
    union all select "group", 'busy', unnest([started_at, ended_at]), unnest([1, -1]) from busy_spell
),
counted as (select *, sum(delta) over (partition by "group", kind order by changes_at) as level from change),
placed as (
    select "group", kind, period_at, sum(delta) as delta, sum(delta * (epoch(ends_at) - epoch(changes_at))) / 3600 as area, max(level) as peak, min(changes_at) as first_at
    from counted asof join view_period on changes_at >= period_at group by "group", kind, period_at
),
running as (
    select "group", period_at, kind, coalesce(area, 0) + carried * (epoch(ends_at) - epoch(period_at)) / 3600 as hours,
        greatest(coalesce(peak, 0), case when first_at = period_at then 0 else carried end) as peak
    from (
        select *, coalesce(sum(delta) over (partition by "group", kind order by period_at rows between unbounded preceding and 1 preceding), 0) as carried
        from (select distinct "group" from grouped_event) cross join view_period cross join (values ('hand'), ('queue'), ('busy')) kinds (kind)
        left join placed using ("group", kind, period_at)
    )
),
level as (
    select "group", period_at, max(hours) filter (kind = 'hand') as hand_hours, max(hours) filter (kind = 'queue') as queue_hours,
        max(hours) filter (kind = 'busy') as busy_hours, max(peak) filter (kind = 'hand') as peak_in_hand
    from running group by "group", period_at
),
ended as (
    select "group", period_at, count(*) as completions from (select "group", ended_at from grouped_event where ended_at is not null)
    asof join view_period on ended_at >= period_at group by "group", period_at
)
select period_at, "group", hand_hours / nullif((epoch(seen_until) - epoch(seen_from)) / 3600, 0) as mean_in_hand, peak_in_hand::bigint as peak_in_hand,
    queue_hours / nullif((epoch(seen_until) - epoch(seen_from)) / 3600, 0) as mean_waiting, (hand_hours + queue_hours) / nullif((epoch(seen_until) - epoch(seen_from)) / 3600, 0) as mean_with_queue,
    case when (select count(resource_no) from piece_in_hand) > 0 then busy_hours end as busy_hours, coalesce(completions, 0) as completions,
    seen_until < ends_at or seen_from > period_at as is_partial
from level join view_period using (period_at) left join ended using ("group", period_at)
order by "group", period_at
