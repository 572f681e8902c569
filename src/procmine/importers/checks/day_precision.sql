-- All times are midnight: only the day is told.
-- severity: warning
-- repair: Export with the time of day, or name a column of the order with --sequence.
select
    sum(events)::bigint as affected,
    []::varchar[] as examples,
    'Only days are told: waits below a day mean nothing, and the order within a day is that of the file.' as message
from activity_stat
having sum(whole_days) = sum(events) and count(*) > 1
