-- Which uninterrupted periods of work are not within a longer one of another?
-- grain: from_at, group
-- uses: active_spell
-- leaves out: no start recorded | started_at is null
-- leaves out: no resource recorded | $by = 'resource' and resource_no is null
-- leaves out: work that took no time | started_at = ended_at
-- Of two that are the same the name that comes first stays.
select "group", from_at, until_at
from (
    select *, max(until_at) over (order by from_at, until_at desc, "group" rows between unbounded preceding and 1 preceding) as reached_at
    from active_spell
)
where reached_at is null or until_at > reached_at
order by from_at
