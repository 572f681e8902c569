-- Over how many of the 336 half hours of a week is the work of each resource spread, as if evenly?
-- grain: resource
-- By the log's own clock, when work began (ended, where no start is recorded): two to the power of the entropy, corrected for few
-- pieces as Miller and Madow do, so that a piece of work at night now and then hardly counts.
with slot as (
    select resource_no, isodow(seen_at) * 48 + hour(seen_at) * 2 + minute(seen_at) // 30 as half_hour, count(*) as pieces
    from (select resource_no, timezone($zone, timezone('UTC', coalesce(started_at, ended_at))) as seen_at from event where resource_no is not null)
    group by resource_no, half_hour
)
select resource, pow(2, log2(sum(pieces)) - sum(pieces * log2(pieces)) / sum(pieces) + (count(*) - 1) / (2 * sum(pieces) * ln(2))) as half_hours
from slot join resources using (resource_no)
group by resource order by resource
