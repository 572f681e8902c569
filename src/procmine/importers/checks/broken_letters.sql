-- Letters that were read in the wrong encoding.
-- severity: warning
-- repair: Save the file as UTF-8, or export it again.
with name as (
    select activity as value, events from activity_stat
    union all select resource, events from resource_stat
)
select
    sum(events)::bigint as affected,
    list(value order by events desc)[1:5] as examples,
    format('{:,} names hold broken letters such as "{}".', count(*), any_value(value)) as message
from name
where regexp_matches(value, 'Ã[\x{80}-\x{BF}©¼¶¤Ÿ]|â€|Â[\x{A0}-\x{BF}]|\x{FFFD}')
