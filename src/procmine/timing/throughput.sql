-- How many cases arrive and are completed in each period, and how many are in progress meanwhile?
-- grain: period_at
-- uses: case_stay
-- leaves out: in cases that ended before the observation began | case_no in (select case_no from case_span where not is_open and last_at <= $observed_from::timestamp)
-- The mean number in progress weighs each number by how long it held: the area of stays within the period over its length.
with span as (select min(arrived_at) as first_at, max(left_at) as last_at from case_stay),
period as (
    select local_at, timezone('UTC', timezone($zone, local_at)) as period_at,
        timezone('UTC', timezone($zone, local_at + to_months($months) + to_days($days))) as ends_at
    from (
        select unnest(generate_series(
            date_trunc($period, timezone($zone, timezone('UTC', first_at))),
            date_trunc($period, timezone($zone, timezone('UTC', last_at))),
            to_months($months) + to_days($days))) as local_at
        from span
    )
),
change as (
    select arrived_at as changes_at, case when is_carried_in then 0 else 1 end as arrivals, 0 as completions, 1 as delta from case_stay
    union all
    select left_at, 0, case when is_open then 0 else 1 end, -1 from case_stay
),
placed as (
    select period_at, sum(arrivals) as arrivals, sum(completions) as completions, sum(delta) as delta,
        sum(delta * (epoch(ends_at) - epoch(changes_at))) as area
    from change asof join period on changes_at >= period_at group by period_at
),
running as (
    select period.period_at, ends_at, coalesce(arrivals, 0) as arrivals, coalesce(completions, 0) as completions, coalesce(area, 0) as area,
        coalesce(sum(delta) over (order by period.period_at rows between unbounded preceding and 1 preceding), 0) as carried
    from period left join placed using (period_at)
)
-- The first and last periods are seen only in part: their length is the part within the view.
select running.period_at, arrivals::bigint as arrivals, completions::bigint as completions,
    (area + carried * (epoch(ends_at) - epoch(running.period_at)))
        / nullif(epoch(least(ends_at, last_at)) - epoch(greatest(running.period_at, first_at)), 0) as wip_mean,
    ends_at > last_at or running.period_at < first_at as is_partial
from running, span
order by period_at
