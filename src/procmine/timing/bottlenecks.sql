-- Which waiting and which work make cases take as long as they do?
-- grain: activity, kind
-- uses: critical_stretch
-- leaves out: work that has not ended | ended_at is null
-- leaves out: work beside the critical path, which delays nothing | not is_critical
-- prepared with: nothing
-- Activities that happen once in a case are counted without asking which case it was.
with contribution as (
    select activity_no, kind, count(*) as stretches, sum(seconds) as seconds, quantile_cont(seconds, [0.5, 0.9]) as quantiles,
        sum(worked_seconds) as worked_seconds, quantile_cont(worked_seconds / 3600, [0.5, 0.9]) as worked_quantiles,
        count(*) filter (seconds > 0 and occurrences = 1) as cases_with_one
    from critical_stretch group by activity_no, kind
),
-- The longest tenth of its stretches: those beyond the 90th percentile, and as many at it as are lacking.
longest as (
    select activity_no, kind, sum(c.seconds) as seconds, count(*) as stretches
    from critical_stretch c join contribution using (activity_no, kind)
    where c.seconds > quantiles[2] group by activity_no, kind
),
again as (
    select activity_no, kind, count(*) as cases
    from (select distinct activity_no, kind, case_no from critical_stretch where seconds > 0 and occurrences > 1)
    group by activity_no, kind
)
select activity, kind, contribution.seconds / 3600 as critical_hours, worked_seconds / 3600 as critical_worked_hours,
    contribution.seconds / nullif(sum(contribution.seconds) over (), 0) as share, cases_with_one + coalesce(again.cases, 0) as cases,
    quantiles[1] / 3600 as median_hours, worked_quantiles[1] as median_worked_hours,
    quantiles[2] / 3600 as p90_hours, worked_quantiles[2] as p90_worked_hours,
    least(1, (coalesce(longest.seconds, 0) + greatest(contribution.stretches / 10 - coalesce(longest.stretches, 0), 0) * quantiles[2])
        / contribution.seconds) as longest_tenth_share
from contribution join activities using (activity_no) left join again using (activity_no, kind) left join longest using (activity_no, kind)
where contribution.seconds > 0
order by critical_hours desc, activity, kind
