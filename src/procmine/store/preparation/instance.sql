-- What are the activity instances of a log whose rows mark starts, pauses and ends?
-- grain: source_row
create table instance as
with mark as (
    -- Which piece of work a mark of a pause belongs to: the one of its activity that began last before it.
    select p.source_row, p.ended_at, m.word, m.marked_at, lag(m.word) over in_order is distinct from m.word as is_first,
        min(m.marked_at) filter (m.word = 'resume') over (in_order rows between 1 following and unbounded following) as next_resume_at
    from (from lifecycle_row where word in ('suspend', 'resume')) m
    asof join (from pairing where started_at is not null) p
        on p.case_id = m.case_id and p.activity = m.activity and p.instance = m.instance and p.started_at <= m.marked_at
    window in_order as (partition by p.source_row order by m.marked_at, m.sequence, m.source_row)
),
pause as (
    -- A pause lasts from a suspend to the next resume, and not beyond the work: who suspends again is still pausing.
    select source_row, marked_at as paused_at, least(next_resume_at, ended_at) as resumed_at
    from mark where word = 'suspend' and is_first and marked_at < ended_at
),
paused as (
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
select source_row, null, sequence, case_id, activity, resource, started_at, ended_at, false, 0, null from source_event where lifecycle is null;
