-- Rows that say the same event again.
-- severity: warning
-- repair: Accept drop-exact-duplicates; they are kept until then.
with same as (
    select case_id, activity, min(source_row) as first_row, count(*) - 1 as again from tied
    group by case_id, activity, started_at, ended_at, lifecycle, resource
    having count(*) > 1
)
select
    sum(again)::bigint as affected,
    list(case_id || ': ' || activity order by first_row)[1:5] as examples,
    format('{:,} rows repeat an event exactly (case, activity, times and resource); they are kept.',
        sum(again)::bigint) as message
from same
