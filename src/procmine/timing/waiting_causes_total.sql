-- How much of all waiting has each cause, and how much of it lies on the critical paths of the cases?
-- grain: cause
-- uses: attributed_wait, branched_case
-- `multitasking_hours` is the part of contention in which its resource had several things under way.
-- `chained_hours` is the critical part in cases that are plain chains: without that waiting they would be as much shorter.
with wait as (
    select *, is_critical and branched_case.case_no is null as is_chained from attributed_wait left join branched_case using (case_no)
),
part as (
    select 'batching' as cause, is_critical, is_chained, batching_seconds - batching_busy_seconds as seconds,
        batching_worked_seconds - batching_busy_worked_seconds as worked_seconds from wait
    union all select 'batching while busy', is_critical, is_chained, batching_busy_seconds, batching_busy_worked_seconds from wait
    union all select 'contention', is_critical, is_chained, contention_seconds, contention_worked_seconds from wait
    union all select 'prioritisation', is_critical, is_chained, prioritisation_seconds, prioritisation_worked_seconds from wait
    union all select 'unavailability', is_critical, is_chained, unavailability_seconds, unavailability_seconds * 0 from wait
    union all select 'extraneous', is_critical, is_chained, extraneous_seconds, extraneous_seconds from wait
    union all select 'unattributed', is_critical, is_chained, unattributed_seconds, unattributed_worked_seconds from wait
)
select cause, coalesce(sum(seconds), 0) / 3600 as hours, coalesce(sum(worked_seconds), 0) / 3600 as worked_hours,
    coalesce(sum(seconds) filter (is_critical), 0) / 3600 as critical_hours,
    coalesce(sum(seconds) filter (is_chained), 0) / 3600 as chained_hours,
    case cause when 'contention' then (select coalesce(sum(contention_multitasking_seconds), 0) / 3600 from wait) end as multitasking_hours
from part group by cause
order by hours desc, cause
