-- Nearly every event has an activity of its own: the column may not be the activity.
-- severity: warning
-- repair: Name the column that says what was done with --activity.
select
    count(*) as affected,
    list(activity order by activity)[1:5] as examples,
    format('There are {:,} activities in {:,} events: is the activity column the right one?', count(*),
        sum(events)::bigint) as message
from activity_stat
having count(*) > 0.5 * sum(events) and sum(events) >= 20
