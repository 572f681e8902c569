-- Transitions of a life cycle that are not known.
-- severity: warning
-- repair: Only start and complete make a duration; the others are kept as events of their own.
with said as (
    select lifecycle, count(*) as events from source_event where lifecycle is not null group by lifecycle
)
select
    sum(events)::bigint as affected,
    list(lifecycle order by events desc)[1:5] as examples,
    format('{:,} events have a transition that is not known.', sum(events)::bigint) as message
from said
where lifecycle not in ('start', 'started', 'begin', 'complete', 'completed', 'end', 'finished', 'schedule', 'assign',
    'reassign', 'suspend', 'resume', 'manualskip', 'autoskip', 'withdraw', 'ate_abort', 'pi_abort', 'skip', 'enqueue')
