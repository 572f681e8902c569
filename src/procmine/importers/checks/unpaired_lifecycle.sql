-- Starts without a completion, or the other way round.
-- severity: warning
-- repair: An event without its other half keeps the one time it has.
select
    sum(abs(starts - completes))::bigint as affected,
    list(activity || ': ' || starts || ' started, ' || completes || ' completed' order by abs(starts - completes) desc)
        [1:5] as examples,
    format('{:,} activities have starts, but not as many completions.', count(*)) as message
from activity_stat
where starts > 0 and starts <> completes
