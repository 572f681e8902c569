-- Which waiting and which work make cases take as long as they do?
-- grain: activity, kind
-- uses: critical_stretch
-- leaves out: work that has not ended | ended_at is null
-- leaves out: work beside the critical path, which delays nothing | not is_critical
-- prepared with: nothing
-- An activity that happens once in a case is counted without asking which case it was.
with contribution as (
    select activity_no, kind, sum(seconds) as seconds, quantile_cont(seconds / 3600, [0.5, 0.9]) as quantiles,
        count(*) filter (seconds > 0 and occurrences = 1) + count(distinct case_no) filter (seconds > 0 and occurrences > 1) as cases
    from critical_stretch group by activity_no, kind
)
select activity, kind, seconds / 3600 as critical_hours, seconds / nullif(sum(seconds) over (), 0) as share, cases,
    quantiles[1] as median_hours, quantiles[2] as p90_hours
from contribution join activities using (activity_no)
where seconds > 0
order by critical_hours desc, activity, kind
