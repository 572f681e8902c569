-- Why does work lie between the work that let it begin and its own start?
-- grain: from_activity, to_activity, group, basis
-- uses: timed_event, event_group, wait_cause
-- leaves out: work that nothing before it let begin, whose wait is not recorded | predecessor_activity_no is null
-- Work without a recorded start or resource has a wait whose causes are not known: it is `unattributed`.
with wait as (
    select predecessor_activity_no as from_no, activity_no as to_no, "group", is_elapsed, is_critical, wait_seconds, wait_worked_seconds,
        is_elapsed or resource_no is null as is_unattributed, wait_cause.* exclude (event_no)
    from timed_event join event_group using (event_no) left join wait_cause using (event_no)
    where predecessor_activity_no is not null
),
pair as (
    select from_no, to_no, "group", is_elapsed, count(*) as waits,
        sum(wait_seconds) as total, sum(wait_worked_seconds) as total_worked,
        sum(batching_seconds) as batching, sum(batching_worked_seconds) as batching_worked, sum(batching_busy_seconds) as batching_busy, sum(batching_busy_worked_seconds) as batching_busy_worked,
        sum(contention_seconds) as contention, sum(contention_worked_seconds) as contention_worked,
        sum(prioritisation_seconds) as prioritisation, sum(prioritisation_worked_seconds) as prioritisation_worked,
        sum(unavailability_seconds) as unavailability, sum(extraneous_seconds) as extraneous,
        sum(wait_seconds) filter (is_unattributed) as unattributed, sum(wait_worked_seconds) filter (is_unattributed) as unattributed_worked
    from wait group by all
)
select f.activity as from_activity, t.activity as to_activity, "group", waits,
    total / 3600 as total_hours, total_worked / 3600 as total_worked_hours,
    coalesce(batching, 0) / 3600 as batching_hours, coalesce(batching_worked, 0) / 3600 as batching_worked_hours,
    coalesce(contention, 0) / 3600 as contention_hours, coalesce(contention_worked, 0) / 3600 as contention_worked_hours,
    coalesce(prioritisation, 0) / 3600 as prioritisation_hours, coalesce(prioritisation_worked, 0) / 3600 as prioritisation_worked_hours,
    coalesce(unavailability, 0) / 3600 as unavailability_hours, coalesce(unavailability, 0) * 0 as unavailability_worked_hours,
    coalesce(extraneous, 0) / 3600 as extraneous_hours, coalesce(extraneous, 0) / 3600 as extraneous_worked_hours,
    coalesce(unattributed, 0) / 3600 as unattributed_hours, coalesce(unattributed_worked, 0) / 3600 as unattributed_worked_hours,
    coalesce(batching_busy, 0) / 3600 as batching_busy_hours, coalesce(batching_busy_worked, 0) / 3600 as batching_busy_worked_hours,
    case when is_elapsed then 'elapsed' else 'wait' end as basis
from pair
join activities f on f.activity_no = from_no
join activities t on t.activity_no = to_no
order by total_hours desc, from_activity, to_activity, "group", basis
