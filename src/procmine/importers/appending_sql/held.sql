-- What does the log hold already?
-- grain: source_row
-- Row numbers are moved below those of the new file, so that what is held comes first where instants tie.
create table moved as
select coalesce(max(source_row), 0) + 1 as by_rows from (
    select source_row from earlier.events union all select source_row from earlier.lifecycle_rows union all select source_row from earlier.quarantine
);

-- Its pieces of work; `is_marked` are those that rows of a lifecycle tell.
create table held_piece as
select source_row - by_rows as source_row, event_no, sequence, case_id, activity, started_at, ended_at, resource, is_aborted,
    source_row in (select source_row from earlier.lifecycle_rows) as is_marked
from earlier.events cross join moved
join (select case_no, case_id from earlier.cases) using (case_no)
join earlier.activities using (activity_no)
left join earlier.resources using (resource_no);

-- The rows that marked starts, pauses and ends, as they were recorded.
create table held_mark as
select * exclude (by_rows) replace (source_row - by_rows as source_row) from earlier.lifecycle_rows cross join moved;
