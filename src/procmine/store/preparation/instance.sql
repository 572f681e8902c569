-- What are the activity instances of a log whose rows mark starts, pauses and ends?
-- grain: source_row
create table instance as
with paused as (
    select source_row, sum(epoch_us(resumed_at) - epoch_us(paused_at)) / 1e6 as paused_seconds from pause group by source_row
),
planned as (
    select *, row_number() over (partition by case_id, activity, instance order by marked_at, sequence, source_row) as rank
    from lifecycle_row where word = 'schedule'
),
carried_out as (
    select *, row_number() over (partition by case_id, activity, instance order by coalesce(started_at, ended_at), sequence, source_row) as rank
    from pairing
)
select c.source_row, c.start_row, c.sequence, c.case_id, c.activity, c.resource, c.started_at, c.ended_at, c.is_aborted,
    coalesce(paused_seconds, 0) as paused_seconds,
    case when planned.marked_at <= coalesce(c.started_at, c.ended_at) then planned.marked_at end as scheduled_at
from carried_out c
left join planned using (case_id, activity, instance, rank)
left join paused on paused.source_row = c.source_row
union all
-- Rows that tell start and end themselves need no pairing.
select source_row, null, sequence, case_id, activity, resource, started_at, ended_at, is_aborted, 0, null from source_event where lifecycle is null;
