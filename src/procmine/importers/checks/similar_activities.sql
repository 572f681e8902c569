-- Names of activities that differ only in letter case, spaces, accents or punctuation.
-- severity: warning
-- repair: Accept merge-activities with the names that are one.
with plain as (
    select activity, events,
        regexp_replace(strip_accents(lower(activity)), '[\s\pP]+', '', 'g') as key
    from activity_stat
),
alike as (
    select key, list(activity order by events desc) as names, sum(events) as events from plain
    where key <> ''
    group by key
    having count(*) > 1
)
select
    sum(events)::bigint as affected,
    list(array_to_string(names, ' = ') order by events desc)[1:5] as examples,
    format('{:,} activities are written in several ways.', count(*)) as message
from alike
