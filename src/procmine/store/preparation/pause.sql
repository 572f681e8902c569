-- When did work pause?
-- grain: source_row, paused_at
-- A pause lasts from a suspend to the next resume, and not beyond the work: who suspends again is still pausing.
create table pause as
with mark as (
    -- A mark belongs to the piece of its activity that began last before it.
    select p.source_row, p.ended_at, m.word, m.marked_at, lag(m.word) over in_order is distinct from m.word as is_first,
        min(m.marked_at) filter (m.word = 'resume') over (in_order rows between 1 following and unbounded following) as next_resume_at
    from (from lifecycle_row where word in ('suspend', 'resume')) m
    asof join (from pairing where started_at is not null) p
        on p.case_id = m.case_id and p.activity = m.activity and p.instance = m.instance and p.started_at <= m.marked_at
    window in_order as (partition by p.source_row order by m.marked_at, m.sequence, m.source_row)
)
select source_row, marked_at as paused_at, least(next_resume_at, ended_at) as resumed_at
from mark where word = 'suspend' and is_first and marked_at < ended_at;
