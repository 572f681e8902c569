-- What the log holds, its attributes and what lay in quarantine, beside the new rows.
-- grain: source_row
-- Of a log that knew no rows of a lifecycle, work that had begun waits for its end where the new rows are of that kind.
insert into source_event by name
select source_row, sequence, case_id, activity, started_at, ended_at, resource, is_aborted,
    case when ended_at is null and (select count(lifecycle) from source_event) > 0 and (select count(*) from held_mark) = 0 then 'start' end as lifecycle
from held_piece where not is_marked
union all by name
select source_row, sequence, case_id, activity, null::timestamp as started_at, marked_at as ended_at, resource, false as is_aborted, lifecycle from held_mark;

insert into named_instance select source_row, instance from held_mark where instance is not null;

-- The events of one row of a wide table know the same.
create table earlier_attribute as
select name, source_row, text from earlier.event_attribute join held_piece using (event_no)
union
select a.name, h.source_row, a.text
from earlier.case_attribute a join earlier.events e using (case_no) join held_piece h on h.event_no = e.event_no;

insert into attribute_column
select distinct name, null from earlier_attribute where name not in (select name from attribute_column);

-- What was planned and never ran is judged again.
insert into quarantine
select source_row - by_rows, source_line, reason, detail from earlier.quarantine cross join moved
where source_row not in (select source_row from earlier.lifecycle_rows);
