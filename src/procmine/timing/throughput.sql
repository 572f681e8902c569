-- How many cases arrive and are completed in each period, and how many are in progress meanwhile?
-- grain: period_at
-- uses: case_stay, period
-- leaves out: in cases that ended before the observation began | case_no in (select case_no from case_span where not is_open and last_at <= $observed_from::timestamp)
-- The mean number in progress weighs each number by how long it held: the area of stays within the period over its length.
with change as (
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
    select period.*, coalesce(arrivals, 0) as arrivals, coalesce(completions, 0) as completions, coalesce(area, 0) as area,
        coalesce(sum(delta) over (order by period.period_at rows between unbounded preceding and 1 preceding), 0) as carried
    from period left join placed using (period_at)
)
-- The first and last periods are seen only in part: their length is the part within the view.
select period_at, arrivals::bigint as arrivals, completions::bigint as completions,
    (area + carried * (epoch(ends_at) - epoch(period_at))) / nullif(epoch(seen_until) - epoch(seen_from), 0) as wip_mean,
    seen_until < ends_at or seen_from > period_at as is_partial
from running
order by period_at
