-- Why does work lie between the work that let it begin and its own start?
-- grain: from_activity, to_activity, group, basis
-- uses: attributed_wait, event_group
-- leaves out: work that nothing before it let begin, whose wait is not recorded | predecessor_activity_no is null
with pair as (
    select predecessor_activity_no as from_no, activity_no as to_no, "group", is_elapsed, count(*) as waits,
        sum(wait_seconds) / 3600 as total, sum(wait_worked_seconds) / 3600 as total_worked,
        sum(batching_seconds) / 3600 as batching, sum(batching_worked_seconds) / 3600 as batching_worked,
        sum(contention_seconds) / 3600 as contention, sum(contention_worked_seconds) / 3600 as contention_worked,
        sum(prioritisation_seconds) / 3600 as prioritisation, sum(prioritisation_worked_seconds) / 3600 as prioritisation_worked,
        sum(unavailability_seconds) / 3600 as unavailability, sum(extraneous_seconds) / 3600 as extraneous,
        sum(unattributed_seconds) / 3600 as unattributed, sum(unattributed_worked_seconds) / 3600 as unattributed_worked,
        sum(batching_busy_seconds) / 3600 as batching_busy, sum(batching_busy_worked_seconds) / 3600 as batching_busy_worked
    from attributed_wait join event_group using (event_no) group by all
)
select f.activity as from_activity, t.activity as to_activity, "group", waits, total as total_hours, total_worked as total_worked_hours,
    batching as batching_hours, batching_worked as batching_worked_hours, contention as contention_hours, contention_worked as contention_worked_hours,
    prioritisation as prioritisation_hours, prioritisation_worked as prioritisation_worked_hours,
    unavailability as unavailability_hours, unavailability * 0 as unavailability_worked_hours,
    extraneous as extraneous_hours, extraneous as extraneous_worked_hours,
    unattributed as unattributed_hours, unattributed_worked as unattributed_worked_hours,
    batching_busy as batching_busy_hours, batching_busy_worked as batching_busy_worked_hours,
    case when is_elapsed then 'elapsed' else 'wait' end as basis
from pair
join activities f on f.activity_no = from_no
join activities t on t.activity_no = to_no
order by total_hours desc, from_activity, to_activity, "group", basis
