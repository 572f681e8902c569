-- How do arrivals, completions, cycle times and rework go, period by period?
-- grain: period_at
-- uses: period, repeat
-- leaves out: in cases that ended before the observation began | case_no in (select case_no from case_span where not is_open and last_at <= $observed_from::timestamp)
-- Half of the cases that began in a period take up to the median: what is open lasts longer than all that has ended.
with cohort as (
    select period_at, count(*) as arrivals, count(*) filter (not is_open) / count(*) as share_closed,
        quantile_disc(case when is_open then 'infinity'::double else span_seconds / 3600 end, 0.5) as median_cycle_hours,
        count(*) filter (case_no in (select case_no from repeat)) / count(*) as share_with_rework
    from case_span asof join period on first_at >= period_at
    where not is_truncated group by period_at
),
completed as (
    select period_at, count(*) as completions from case_span asof join period on last_at >= period_at where not is_open group by period_at
)
select period_at, seen_until < ends_at or seen_from > period_at as is_partial, coalesce(arrivals, 0) as arrivals, coalesce(completions, 0) as completions,
    share_closed, nullif(median_cycle_hours, 'infinity'::double) as median_cycle_hours, share_with_rework
from period left join cohort using (period_at) left join completed using (period_at)
order by period_at
