-- Each activity with its events, how finely its instants are told, and its lifecycle rows.
create or replace temp table activity_stat as
select
    activity,
    count(*) as events,
    count(*) filter (epoch_us(coalesce(ended_at, started_at)) % 60000000 = 0) as whole_minutes,
    count(*) filter (epoch_us(coalesce(ended_at, started_at)) % 86400000000 = 0) as whole_days,
    count(*) filter (lifecycle in ('start', 'started', 'begin')) as starts,
    count(*) filter (lifecycle in ('complete', 'completed', 'end', 'finished')) as completes
from source_event
group by activity
