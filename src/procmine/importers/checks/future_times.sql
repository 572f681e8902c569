-- Instants that have not come yet.
-- severity: warning
-- repair: Check the reading of day and month (--dates) and whether planned dates are among the events.
select
    count(*) as affected,
    list(strftime(greatest(started_at, ended_at), '%Y-%m-%d %H:%M') order by source_row)[1:5] as examples,
    format('{:,} events lie in the future.', count(*)) as message
from source_event
where greatest(started_at, ended_at) > (now() + interval 1 day)::timestamp
    and greatest(started_at, ended_at) < timestamp '2900-01-01'
