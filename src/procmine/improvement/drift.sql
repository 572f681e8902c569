-- How do arrivals, completions, cycle times and rework go, period by period?
-- grain: period_at
-- uses: period, repeat, timed_case
-- leaves out: in cases that ended before the observation began | case_no in (select case_no from case_span where not is_open and last_at <= $observed_from::timestamp)
-- Half of the cases that began in a period take up to the median: what is open lasts longer than all that has ended.
-- What ends is steady from when nine of ten of the cases that came first can have ended, and until nearly all have come.
with steady as (
    select min(first_at) + to_microseconds((quantile_cont(span_seconds, 0.9) * 1e6)::bigint) as steady_from,
        quantile_disc(first_at, 0.99) as steady_until, max(first_at) as last_at
    from case_span
),
cohort as (
    select period_at, count(*) as arrivals, count(*) filter (not is_open) / count(*) as share_closed,
        quantile_disc(case when is_open then 'infinity'::double else coalesce(worked_seconds, span_seconds) / 3600 end, 0.5) as median_cycle_hours,
        count(*) filter (case_no in (select case_no from repeat)) / count(*) as share_with_rework
    from timed_case asof join period on first_at >= period_at
    where not is_truncated group by period_at
),
completed as (
    select period_at, count(*) as completions from case_span asof join period on last_at >= period_at where not is_open group by period_at
)
select period_at, seen_until < ends_at or seen_from > period_at as is_partial,
    period_at >= steady_from and ends_at <= steady_until as is_steady, ends_at <= last_at as is_before_last, coalesce(arrivals, 0) as arrivals, coalesce(completions, 0) as completions,
    share_closed, nullif(median_cycle_hours, 'infinity'::double) as median_cycle_hours, share_with_rework
from period cross join steady left join cohort using (period_at) left join completed using (period_at)
order by period_at
