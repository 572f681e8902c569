-- The cases in the order of arrival, with what tells whether something was set later.
-- grain: case_no
select case_no, not is_open as is_closed, last_activity_no,
    case when is_open then greatest(epoch($extracted_at::timestamp) - epoch(first_at), 0) else span_seconds end / 3600 as hours
from case_span order by first_at, case_no
