-- The held events, their attributes and what lay in quarantine, beside the new rows.
-- grain: source_row
-- Work that had begun and not ended waits for its end where the new rows are those of a lifecycle.
insert into source_event
select source_row, null, case_id, activity, started_at, ended_at,
    case when is_aborted then 'abort' when ended_at is null and (select count(lifecycle) from source_event) > 0 then 'start' end, resource
from held;

create table earlier_attribute as
select name, source_row, text from earlier.event_attribute join held using (event_no)
union all
select a.name, h.source_row, a.text
from earlier.case_attribute a join earlier.events e using (case_no) join held h on h.event_no = e.event_no;

insert into attribute_column
select distinct name, null from earlier_attribute where name not in (select name from attribute_column);

insert into quarantine
select source_row - (select coalesce(max(source_row), 0) + 1 from earlier.events), source_line, reason, detail from earlier.quarantine;
