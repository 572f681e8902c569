-- What does the view itself lack?
-- grain: the view
select count(*) as pieces, count(*) filter (resource_no is null) as without_resource,
    count(*) filter (ended_at is null and not is_open) as without_end,
    date_diff('day', min(first_at), max(first_at)) / 7 as weeks
from event join case_span using (case_no)
