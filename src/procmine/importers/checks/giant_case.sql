-- One case holds most of the events.
-- severity: warning
-- repair: Check the case column; words for "nothing" may stand in it.
select
    events as affected,
    [case_id] as examples,
    format('The case "{}" holds {:,} of {:,} events.', case_id, events, (select sum(events)::bigint from case_stat))
        as message
from case_stat
where events > 0.5 * (select sum(events) from case_stat) and events >= 20
    and (select count(*) from case_stat) > 2
