-- How long did each case take, and what was done in it?
-- grain: case_no
-- uses: timed_case, repeat
-- leaves out: in cases that ended before the observation began | case_no in (select case_no from case_span where not is_open and last_at <= $observed_from::timestamp)
-- Effort is unknown where any start is missing, and so are the hands a case passes through where a name is missing.
with done as (
    select case_no, count(*) as pieces,
        case when count(*) = count(work_seconds) then sum(work_seconds - paused_seconds) / 3600 end as effort_hours,
        case when count(*) filter (predecessor_activity_no is not null and (resource_no is null or predecessor_resource_no is null)) = 0
            then count(*) filter (predecessor_resource_no <> resource_no) end as handovers
    from event group by case_no
),
again as (select case_no, count(*) as repeats from repeat group by case_no)
select case_no, not is_open as is_closed, not is_open and not is_truncated as is_whole,
    case when is_open then greatest(epoch($extracted_at::timestamp) - epoch(first_at), 0) else span_seconds end / 3600 as hours,
    case when is_truncated then epoch($observed_from::timestamp) - epoch(first_at) else 0 end / 3600 as entry_hours,
    worked_seconds / 3600 as worked_hours,
    case when is_truncated then entry_worked_seconds else 0 end / 3600 as entry_worked_hours,
    effort_hours, pieces, coalesce(repeats, 0) as repeats, handovers
from timed_case join done using (case_no) left join again using (case_no)
where is_open or last_at > $observed_from::timestamp or $observed_from is null
order by case_no
