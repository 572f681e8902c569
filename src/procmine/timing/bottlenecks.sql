-- Which waiting and which work make cases take as long as they do?
-- grain: activity, kind
-- uses: critical_stretch
-- leaves out: work that has not ended | ended_at is null
-- leaves out: work beside the critical path, which delays nothing | not is_critical
-- prepared with: nothing
select activity, kind, sum(seconds) / 3600 as critical_hours,
    sum(seconds) / nullif(sum(sum(seconds)) over (), 0) as share,
    count(distinct case_no) filter (seconds > 0) as cases,
    quantile_cont(seconds / 3600, 0.5) as median_hours, quantile_cont(seconds / 3600, 0.9) as p90_hours
from critical_stretch join activities using (activity_no)
group by activity, kind
having sum(seconds) > 0
order by critical_hours desc, activity, kind
