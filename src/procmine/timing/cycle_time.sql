-- How long does a case take, from its first work to its last?
-- grain: group, hours, entry_hours, worked_hours, entry_worked_hours
-- uses: timed_case, case_group
-- leaves out: in cases that ended before the observation began | case_no in (select case_no from case_span where not is_open and last_at <= $observed_from::timestamp)
-- prepared with: by=null
select "group",
    case when is_open then greatest(epoch($extracted_at::timestamp) - epoch(first_at), 0) else span_seconds end / 3600 as hours,
    case when is_truncated then epoch($observed_from::timestamp) - epoch(first_at) else 0 end / 3600 as entry_hours,
    worked_seconds / 3600 as worked_hours,
    case when is_truncated then entry_worked_seconds else 0 end / 3600 as entry_worked_hours,
    count(*) filter (not is_open) as closed,
    count(*) filter (is_open) as open
from timed_case join case_group using (case_no)
where is_open or last_at > $observed_from::timestamp or $observed_from is null
group by all
order by "group", hours, entry_hours, worked_hours, entry_worked_hours
