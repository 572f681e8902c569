-- When and with what did each case begin, when did it end, and what did it take of what is measured?
-- grain: case_no
-- uses: timed_case, case_arrival, repeat, critical_stretch
-- leaves out: in cases that began before the observation | case_no in (select case_no from case_span where is_truncated)
-- leaves out: in cases that began after what is looked at | case_no in (select case_no from case_span where first_at >= $until::timestamp)
-- A row of `value` is what a finished case took; unknown where the case has none, or where what it would be told by is missing.
with chosen as (
    select event.*, activity from timed_event event join activities using (activity_no) where activity = $activity
),
value as (
    select case_no, sum(coalesce(worked_seconds, seconds)) / 3600 as value
    from critical_stretch where $metric = 'waiting' and kind <> 'work' group by case_no
    union all
    select case_no, sum(coalesce(wait_worked_seconds, wait_seconds)) / 3600
    from chosen where $metric = 'wait before' and wait_seconds is not null group by case_no
    union all
    select case_no, case when count(*) = count(work_seconds)
        then sum(coalesce(case when paused_seconds = 0 then work_worked_seconds end, work_seconds - paused_seconds)) / 3600 end
    from chosen where $metric = 'work on' group by case_no
    union all
    select case_no, count(*) from repeat join activities using (activity_no)
    where $metric = 'rework' or $metric = 'repeats of' and activity = $activity group by case_no
    union all
    select case_no, case when count(*) = count(work_seconds) then sum(work_seconds - paused_seconds) / 3600 end
    from event where $metric = 'effort' group by case_no
    union all
    select case_no, case when count(*) filter (predecessor_activity_no is not null and (resource_no is null or predecessor_resource_no is null)) = 0
        then count(*) filter (predecessor_resource_no <> resource_no) end
    from event where $metric = 'handovers' group by case_no
)
select case_no, c.first_at, last_at, not is_open as is_closed,
    isodow(local_at)::tinyint as weekday, hour(local_at)::tinyint as hour, first_activity_no, last_activity_no,
    case when is_open then greatest(epoch($extracted_at::timestamp) - epoch(c.first_at), 0) else span_seconds end / 3600 as hours,
    case when is_open then null when $metric = 'cycle time' then coalesce(worked_seconds, span_seconds) / 3600
        when $metric = 'rework' then (coalesce(value, 0) > 0)::integer
        when $metric in ('waiting', 'repeats of') then coalesce(value, 0)
        else value end::double as value
from timed_case c join case_arrival using (case_no) left join value using (case_no)
where c.first_at < $until::timestamp
order by c.first_at, case_no
