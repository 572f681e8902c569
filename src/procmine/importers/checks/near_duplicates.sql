-- The same step of a case twice within one second.
-- severity: warning
-- repair: Look at them; only exact repetitions can be dropped by a recipe.
with near as (
    select case_id, activity, min(source_row) as first_row,
        count(distinct (started_at, ended_at)) - 1 as again
    from tied
    where lifecycle is null
    group by case_id, activity, resource, epoch_us(coalesce(ended_at, started_at)) // 1000000
    having count(distinct (started_at, ended_at)) > 1
)
select
    sum(again)::bigint as affected,
    list(case_id || ': ' || activity order by first_row)[1:5] as examples,
    format('{:,} events follow the same activity of their case within the same second.', sum(again)::bigint)
        as message
from near
