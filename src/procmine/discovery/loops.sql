-- Where do cases turn back, to what, and what does it take to do it again?
-- grain: from_activity, to_activity
-- uses: redone
with loop as (
    select case_no, loop_no, any_value(turned_from_no) filter (is_turn) as from_no, any_value(activity_no) filter (is_turn) as to_no,
        any_value(round_length) filter (is_turn) as round_length, count(*) as repeats, sum(wait_seconds) as waited, sum(wait_worked_seconds) as waited_worked,
        count(repeated_seconds) as known, count(repeated_worked_seconds) as known_worked, sum(repeated_seconds) as worked, sum(repeated_worked_seconds) as worked_worked,
        sum(wait_seconds + coalesce(work_seconds, 0)) filter (is_critical) as critical,
        sum(wait_worked_seconds + coalesce(work_worked_seconds, 0)) filter (is_critical) as critical_worked,
        bool_and(is_elapsed) as is_elapsed, bool_or(is_elapsed) as is_partly_elapsed
    from redone group by case_no, loop_no
),
counted as (
    select from_no, to_no, count(*) as loops, count(distinct case_no) as cases, median(round_length) as median_length, sum(repeats)::bigint as repeats,
        sum(waited) / 3600 as wait_hours, sum(waited_worked) / 3600 as wait_worked_hours, sum(worked) / 3600 as rework_hours,
        case when sum(known) = sum(known_worked) then sum(worked_worked) / 3600 end as rework_worked_hours,
        coalesce(sum(critical), 0) / 3600 as critical_hours, case when count(waited_worked) > 0 then coalesce(sum(critical_worked), 0) / 3600 end as critical_worked_hours,
        case when bool_and(is_elapsed) then 'elapsed' when bool_or(is_partly_elapsed) then 'mixed' else 'wait' end as basis
    from loop group by from_no, to_no
)
select a.activity as from_activity, b.activity as to_activity, case when from_no = to_no then 'self-loop' else 'loop-back' end as kind, loops, cases,
    cases / (select count(*) from case_span) as share_cases, median_length, repeats, wait_hours, wait_worked_hours, rework_hours, rework_worked_hours,
    critical_hours, critical_worked_hours, basis
from counted join activities a on a.activity_no = from_no join activities b on b.activity_no = to_no
order by critical_hours desc, loops desc, from_activity, to_activity
