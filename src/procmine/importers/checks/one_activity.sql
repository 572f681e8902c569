-- There is only one activity.
-- severity: warning
-- repair: Name the column that says what was done with --activity.
select
    sum(events)::bigint as affected,
    list(activity) as examples,
    format('All {:,} events are "{}": there is no process to see.', sum(events)::bigint, any_value(activity))
        as message
from activity_stat
having count(*) = 1 and sum(events) > 1
