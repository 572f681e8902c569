-- Instants on a day that tools write for "no date".
-- severity: warning
-- repair: Accept null-sentinels, and they count as missing.
with day as (
    select source_row, unnest([started_at, ended_at])::date as day from source_event
    where least(started_at, ended_at) < timestamp '1971-01-01' or greatest(started_at, ended_at) > timestamp '2900-01-01'
)
select
    count(*) as affected,
    list(distinct strftime(day, '%Y-%m-%d'))[1:5] as examples,
    format('{:,} times lie before 1971 or after 2900, as placeholders do.', count(*)) as message
from day
where day < date '1971-01-01' or day > date '2900-01-01'
