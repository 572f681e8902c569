-- How often does each activity let each other begin, period by period?
-- grain: period_at, from_activity, to_activity
-- uses: period
-- By what let work begin, not by what stands next to it: which of two parallel branches comes first is no way of working.
select period_at, f.activity as from_activity, t.activity as to_activity, count(*) as steps
from (
    select predecessor_activity_no as from_no, activity_no as to_no, coalesce(started_at, ended_at) as begins_at
    from event where predecessor_activity_no is not null
) step
asof join period on step.begins_at >= period_at
join activities f on f.activity_no = from_no
join activities t on t.activity_no = to_no
group by all
order by period_at, from_activity, to_activity
