-- How many cases follow each of two sequences of activities, and how long do the finished ones take?
-- grain: activities
-- uses: case_trace, trace, timed_case
with asked as (
    select trace_no, activities
    from (
        select trace_no, list_transform(activity_nos, lambda no: names[no]) as activities
        from trace, (select list(activity order by activity_no) as names from activities)
    )
    where activities in ($first_activities::varchar[], $second_activities::varchar[])
)
select activities, count(*) as cases, count(*) filter (is_open) as open_cases,
    coalesce(list(span_seconds / 3600 order by span_seconds) filter (not is_open), []) as cycle_hours,
    coalesce(list(worked_seconds / 3600 order by worked_seconds) filter (not is_open and worked_seconds is not null), []) as cycle_worked_hours
from case_trace join asked using (trace_no) join timed_case using (case_no)
group by activities order by activities
