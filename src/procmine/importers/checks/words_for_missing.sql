-- Values that many tools write for "nothing", kept here as what they are.
-- severity: warning
-- repair: Where they do mean nothing, accept missing-words with the words.
with said as (
    select 'case' as role, case_id as value, events from case_stat
    union all select 'activity', activity, events from activity_stat
    union all select 'resource', resource, events from resource_stat
),
word as (
    select * from said
    where lower(trim(value)) in (
        'na', 'n/a', 'null', 'none', 'nil', '-', '--', '?', 'nan', 'undefined', 'unknown', 'unbekannt', 'k.a.',
        '(blank)', '(null)', 'tbd', '#n/a', '#ref!', '#value!', '#name?', '#div/0!', '#null!', '#num!'
    )
)
select
    sum(events)::bigint as affected,
    list(value order by events desc)[1:5] as examples,
    format('{:,} events have a {} called {}: kept as a name, since only a blank cell is missing.',
        sum(events)::bigint, role, string_agg('"' || value || '"', ', ' order by events desc)) as message
from word
group by role
order by role
