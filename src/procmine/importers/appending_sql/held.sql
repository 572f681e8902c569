-- What does the log hold already, as the rows of an import?
-- grain: source_row
-- Their row numbers lie below those of the new file, so that they come first where instants tie.
create table held as
select source_row - (select coalesce(max(source_row), 0) + 1 from earlier.events) as source_row, event_no,
    case_id, activity, started_at, ended_at, resource, is_aborted
from earlier.events
join (select case_no, case_id from earlier.cases) using (case_no)
join earlier.activities using (activity_no)
left join earlier.resources using (resource_no);
