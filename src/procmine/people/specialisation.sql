-- Who can do what, and what hangs on one person?
-- grain: resource, activity
-- uses: program
-- leaves out: no resource recorded | resource_no is null
select resource, activity, count(*) as pieces, max(coalesce(ended_at, started_at)) as last_at,
    bool_or(resource_no in (select resource_no from program)) as is_program
from event join resources using (resource_no) join activities using (activity_no)
group by resource, activity order by resource, activity
