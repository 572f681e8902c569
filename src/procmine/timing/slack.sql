-- Which work could have taken longer without keeping anything up?
-- grain: activity
-- uses: timed_slack
-- leaves out: work that has not ended | ended_at is null
-- What let other work begin has no slack; of the last work of an open case it is not known yet.
with piece as (
    select activity_no, is_critical, case when t.event_no is null then 0 else slack_seconds / 3600 end as hours,
        case when t.event_no is null then 0 else slack_worked_seconds / 3600 end as worked_hours
    from event left join timed_slack t using (event_no)
    where ended_at is not null
)
select activity, count(*) as pieces, count(*) - count(hours) as unknown_pieces, avg(is_critical::integer) as share_critical,
    count(*) filter (hours > 0) / nullif(count(hours), 0) as share_with_slack,
    quantile_cont(hours, 0.5) filter (hours > 0) as median_slack_hours, quantile_cont(worked_hours, 0.5) filter (hours > 0) as median_slack_worked_hours,
    quantile_cont(hours, 0.9) filter (hours > 0) as p90_slack_hours, quantile_cont(worked_hours, 0.9) filter (hours > 0) as p90_slack_worked_hours,
    coalesce(sum(hours), 0) as total_slack_hours, sum(worked_hours) as total_slack_worked_hours
from piece join activities using (activity_no)
group by activity
order by total_slack_hours desc, activity
