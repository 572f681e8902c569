-- Which rows that mark a start and which that mark an end belong to one piece of work?
-- grain: source_row of the row that ended the work (or began it, where it never ended)
-- The k-th start of an activity in a case (of one named piece of work, where rows name it) is matched with the k-th
-- end after it (first in, first out).
-- An end with no start before it is work of which only the end is known; a start with no end is still open.
create table pairing as
with mark as (
    select *, word in ('complete', 'abort') as is_end from lifecycle_row where word in ('start', 'complete', 'abort')
),
-- At one instant a start comes before an end, so that work without length can pair with itself.
balanced as (
    select *, sum(case when is_end then -1 else 1 end) over in_order as balance
    from mark
    window in_order as (partition by case_id, activity, instance order by marked_at, is_end, sequence, source_row rows unbounded preceding)
),
floored as (
    select *,
        least(0, min(balance) over (in_order rows unbounded preceding)) as floor,
        least(0, coalesce(min(balance) over (in_order rows between unbounded preceding and 1 preceding), 0)) as floor_before
    from balanced
    window in_order as (partition by case_id, activity, instance order by marked_at, is_end, sequence, source_row)
),
-- An end that pushes the balance to a new low has no start: it must not use up a later one.
ranked as (
    select *, is_end and floor < floor_before as is_orphan,
        row_number() over (
            partition by case_id, activity, instance, is_end, is_end and floor < floor_before
            order by marked_at, sequence, source_row
        ) as rank
    from floored
)
select
    coalesce(e.source_row, s.source_row)  as source_row,
    s.source_row                          as start_row,
    coalesce(s.sequence, e.sequence)      as sequence,
    coalesce(e.case_id, s.case_id)        as case_id,
    coalesce(e.activity, s.activity)      as activity,
    coalesce(e.instance, s.instance)      as instance,
    coalesce(e.resource, s.resource)      as resource,
    s.marked_at                                  as started_at,
    e.marked_at                                  as ended_at,
    coalesce(e.word = 'abort', false)     as is_aborted
from (from ranked where not is_end) s
full join (from ranked where is_end and not is_orphan) e using (case_id, activity, instance, rank)
union all
select source_row, null, sequence, case_id, activity, instance, resource, null, marked_at, word = 'abort' from ranked where is_orphan;
