-- Which new rows tell an event that the log already holds?
-- grain: source_row
-- A row with one instant of a lifecycle is there when an event of its case and activity begins or ends at that instant.
-- Work that was begun and is now told with its end is the same piece of work: the new row takes its place.
delete from held h
where h.ended_at is null and exists (
    from source_event n
    where n.lifecycle is null and n.case_id = h.case_id and n.activity = h.activity and n.started_at = h.started_at and n.ended_at is not null
);

insert into quarantine
select n.source_row, s.source_line, 'already in the log', n.activity || ' of ' || n.case_id
from (
    select distinct source_row, case_id, activity from source_event n
    where exists (
        from held h
        where h.case_id = n.case_id and h.activity = n.activity
            and case when n.lifecycle is null
                then h.started_at is not distinct from n.started_at and h.ended_at is not distinct from n.ended_at
                    and h.resource is not distinct from n.resource
                else coalesce(n.ended_at, n.started_at) in (h.started_at, h.ended_at) end
    )
) n
join staged s using (source_row);

delete from source_event where source_row in (select source_row from quarantine);
