-- Steps of one case that begin and end at the same time, and that no sequence tells apart: their order is not told.
-- severity: warning
-- repair: Name a column of the order with --sequence; without one the order of the file counts.
with tie as (
    select case_id, coalesce(ended_at, started_at) as tied_at, count(*) as events, any_value(activity) as activity
    from tied
    group by case_id, tied_at, coalesce(started_at, ended_at), sequence
    having count(distinct activity) > 1
)
select
    sum(events)::bigint as affected,
    list(case_id || ' at ' || strftime(tied_at, '%Y-%m-%d %H:%M:%S') order by tied_at, case_id)[1:5] as examples,
    format('{:,} events ({:.1f} %) bear the same time as another step of their case.',
        sum(events)::bigint, 100.0 * sum(events) / (select sum(events) from activity_stat)) as message
from tie
