-- How long did the cases take that ended in each period, and all of them (the row without a period)?
-- grain: period_at
-- uses: finished_case, period
select period_at, count(*) as cases, quantile_cont(cycle_hours, [0.5, 0.85, 0.95]) as shares, quantile_cont(cycle_worked_hours, [0.5, 0.85, 0.95]) as worked_shares,
    max(cycle_hours) as longest_hours, count(*) filter (cycle_hours > (select quantile_cont(cycle_hours, 0.85) from finished_case)) as cases_above_p85,
    coalesce(any_value(seen_until < ends_at or seen_from > period_at), false) as is_partial
from finished_case asof join period on last_at >= period_at
group by grouping sets ((period_at), ())
order by period_at nulls first
