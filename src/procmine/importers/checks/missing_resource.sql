-- Events without a resource, while others have one.
-- severity: info
-- repair: Questions about people leave them out, and say so.
select
    sum(events) filter (resource is null)::bigint as affected,
    []::varchar[] as examples,
    format('{:,} of {:,} events name no resource.', sum(events) filter (resource is null)::bigint,
        sum(events)::bigint) as message
from resource_stat
having count(resource) > 0
