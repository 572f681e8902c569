-- Which new rows tell what the log already holds?
-- grain: source_row of the new rows
-- Work that was begun and is now told with its end is the same piece of work: the new row takes its place.
create table taken_over as
select source_row from held_piece h
where ended_at is null and exists (
    from source_event n
    where n.lifecycle is null and n.case_id = h.case_id and n.activity = h.activity and n.started_at = h.started_at and n.ended_at is not null
);

delete from held_piece where source_row in (from taken_over);

delete from held_mark where source_row in (from taken_over);

-- A row that tells a piece of work is there when the log has that piece; a row that marks something, when the log has that
-- mark. Where the log tells pieces and the new rows mark, starts are compared with starts and ends with ends.
create table already_there as
select n.rowid as event_row, n.source_row, n.case_id, n.activity from source_event n
where n.lifecycle is null and exists (
    from held_piece h
    where h.case_id = n.case_id and h.activity = n.activity and h.started_at is not distinct from n.started_at
        and h.ended_at is not distinct from n.ended_at and h.resource is not distinct from n.resource
)
union
select n.rowid, n.source_row, n.case_id, n.activity from source_event n left join named_instance i using (source_row)
where exists (
    from held_mark h
    where h.case_id = n.case_id and h.activity = n.activity and h.marked_at = coalesce(n.ended_at, n.started_at)
        and h.lifecycle = n.lifecycle and h.resource is not distinct from n.resource and coalesce(h.instance = i.instance, true)
)
union
select n.rowid, n.source_row, n.case_id, n.activity from source_event n left join lifecycle_word using (lifecycle)
where n.lifecycle is not null and exists (
    from held_piece h
    where not h.is_marked and h.case_id = n.case_id and h.activity = n.activity
        and coalesce(n.ended_at, n.started_at) = case coalesce(word, 'complete') when 'start' then h.started_at when 'complete' then h.ended_at when 'abort' then h.ended_at end
);

delete from source_event where rowid in (select event_row from already_there);

-- A row of which some events are new (a case's row to which a milestone was added) is used.
insert into quarantine
select source_row, any_value(source_line), 'already in the log', string_agg(distinct activity, ', ') || ' of ' || any_value(case_id)
from already_there join (select source_row, source_line from staged) using (source_row) anti join source_event using (source_row)
group by source_row;
