-- What happened, piece of work by piece of work, with what every question needs beside it?
-- grain: event_no
-- Waits run from the instant the work could begin to its start; where no start is known, to its end (`is_elapsed`).
-- A case's first work has no enabler: it could begin when the case began. In a plain chain all work is critical.
create table version.events as
with judged as (
    select o.*, coalesce(k.is_critical, true) as is_critical,
        case when s.event_no is null then ender_position else s.predecessor.position end as predecessor_position,
        case when s.event_no is null then ender_activity_no else s.predecessor.activity_no end as predecessor_activity_no,
        case when s.event_no is null then ender_resource_no else s.predecessor.resource_no end as predecessor_resource_no,
        coalesce(case when s.event_no is null then latest_end else s.predecessor.ended_at end, first_at) as enabled_at
    from ordered o
    left join searched s using (event_no)
    left join critical k using (event_no)
)
select
    event_no, case_no, position, activity_no, resource_no, started_at, ended_at,
    started_at is null                                      as is_elapsed,
    is_aborted, paused_seconds, previous_activity_no, previous_activity_no is not null and coalesce(t.is_first_of_edge, true) as is_first_of_edge,
    coalesce(occurrence, 1) as occurrence, coalesce(occurrences, 1) as occurrences,
    predecessor_position, predecessor_activity_no, predecessor_resource_no,
    coalesce(predecessor_position = position - 1, false)    as is_enabled_by_previous,
    enabled_at,
    (epoch_us(coalesce(started_at, ended_at)) - epoch_us(enabled_at)) / 1e6     as wait_seconds,
    (epoch_us(ended_at) - epoch_us(started_at)) / 1e6       as work_seconds,
    is_critical, source_row, start_row, sequence, scheduled_at
from judged left join turn t using (event_no)
order by event_no;

-- When did each piece of work pause?
-- grain: event_no, paused_at
create table version.pauses as
select event_no, paused_at, resumed_at from pause join version.events using (source_row) order by event_no, paused_at;
