-- How much work of one log did each person begin and complete, and when?
-- grain: person_no
select $log_no::integer as log_no, told.person_no, count(*) as pieces, count(ended_at) as completions, count(started_at) as pieces_with_start,
    min(coalesce(started_at, ended_at)) as first_at, 
    max(coalesce(ended_at, case when case_no in (select case_no from case_span where is_open) then greatest(started_at, $extracted_at::timestamp) else started_at end)) as last_at
from event
join resources using (resource_no)
join (select unnest($recorded_as::varchar[]) as resource, unnest($person::integer[]) as person_no) told using (resource)
group by told.person_no
