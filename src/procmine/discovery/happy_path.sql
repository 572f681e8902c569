-- Which sequences of activities do finished cases follow, and which of them go as they should?
-- grain: activities
-- leaves out: open cases | case_no in (select case_no from case_span where is_open)
-- leaves out: cases begun before anybody recorded | case_no in (select case_no from case_span where is_truncated)
-- uses: case_trace, trace, timed_case
with finished as (select * from timed_case where not is_open and not is_truncated),
counted as (
    select trace_no, count(*) as cases, quantile_cont(span_seconds / 3600, 0.5) as median_cycle_hours,
        quantile_cont(worked_seconds / 3600, 0.5) as median_cycle_worked_hours
    from case_trace join finished using (case_no) group by trace_no
),
named as (
    select counted.*, id, list_transform(activity_nos, lambda no: names[no]) as activities
    from counted join trace using (trace_no), (select list(activity order by activity_no) as names from activities)
),
judged as (
    select *, len(list_distinct(activities)) < len(activities) as has_repeats,
        $good_ends::varchar[] is null or list_contains($good_ends::varchar[], activities[-1]) as is_well_ended,
        list_has_any(activities, coalesce($unwanted::varchar[], [])) as has_unwanted,
        median_cycle_hours > (select quantile_cont(span_seconds / 3600, 0.75) from finished) as is_slow,
        activities = $confirmed::varchar[] as is_confirmed
    from named
),
ranked as (
    select *, cases / sum(cases) over () as share, is_well_ended and not has_unwanted and not has_repeats and not is_slow as is_eligible,
        row_number() over (order by cases desc, activities) as rank
    from judged
),
chosen as (
    select *, is_eligible and row_number() over (partition by is_eligible order by cases desc, median_cycle_hours, activities) = 1 as is_best
    from ranked
)
select rank, activities, cases, share, median_cycle_hours, median_cycle_worked_hours, has_repeats, is_well_ended, has_unwanted, is_slow, is_eligible,
    is_best, coalesce(is_confirmed, false) as is_confirmed, id
from chosen where rank <= $most or is_best or is_confirmed order by rank
