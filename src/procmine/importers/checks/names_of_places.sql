-- Activities called like the places where the map lets cases begin and end.
-- severity: warning
-- repair: Give them another name with merge-activities, e.g. { "merge-activities" = { "Start" = ["(start)"] } }.
select
    sum(events)::bigint as affected,
    list(activity order by activity) as examples,
    format('{:,} events are called as the map calls its own places, {}: there the two cannot be told apart.',
        sum(events)::bigint, string_agg('"' || activity || '"', ', ' order by activity)) as message
from activity_stat
where activity in ('(start)', '(before)', '(end)', '(open)')
