-- When and with what did each case begin, and what became of it?
-- grain: case_no
-- uses: timed_case, case_arrival, repeat
-- leaves out: in cases that began before the observation | case_no in (select case_no from case_span where is_truncated)
-- leaves out: in cases that began too late to tell whether they are late | case_no in (select case_no from case_span where epoch($extracted_at::timestamp) - epoch(first_at) <= $late_seconds)
-- Cases stand in the order of arrival: the first of them are searched, the last are held out.
with again as (select distinct case_no from repeat)
select case_no, row_number() over in_order > ceil($search_share * count(*) over ()) as is_later,
    isodow(local_at)::tinyint as weekday, hour(local_at)::tinyint as hour, local_at::date - date '2000-01-01' as day,
    first_activity_no, last_activity_no, not is_open as is_closed,
    case when is_open then greatest(epoch($extracted_at::timestamp) - epoch(c.first_at), 0) else span_seconds end / 3600 as hours,
    worked_seconds / 3600 as worked_hours,
    again.case_no is not null as has_rework
from timed_case c join case_arrival using (case_no) left join again using (case_no)
where $late_seconds is null or epoch($extracted_at::timestamp) - epoch(c.first_at) > $late_seconds
window in_order as (order by c.first_at, case_no)
order by c.first_at, case_no
