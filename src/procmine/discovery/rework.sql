-- Which work is done again in the same case, and what does that cost?
-- grain: activity
-- uses: repeat
-- prepared with: nothing
with done as (select activity_no, count(*) as instances, count(started_at) as starts from event group by activity_no),
counted as (
    select activity_no, count(distinct case_no) as cases, count(*) as repeats,
        count(*) filter (is_self_loop) as self_loops,
        count(*) filter (is_self_loop and resource_no <> resource_before) as redo,
        count(*) filter (resource_no <> resource_before) as repeats_by_others,
        sum(work_seconds) / 3600 as rework_hours,
        case when count(work_worked_seconds) = count(work_seconds) then sum(work_worked_seconds) / 3600 end as rework_worked_hours
    from repeat group by activity_no
)
select activity, coalesce(cases, 0) as cases, coalesce(cases, 0) / (select count(*) from case_span) as share_cases,
    coalesce(repeats, 0) as repeats, coalesce(self_loops, 0) as self_loops, coalesce(redo, 0) as redo, case when repeats is null and starts > 0 then 0 else rework_hours end as rework_hours,
    case when repeats is null and starts > 0 then 0 else rework_worked_hours end as rework_worked_hours,
    coalesce(repeats_by_others, 0) as repeats_by_others, instances
from done join activities using (activity_no) left join counted using (activity_no)
order by cases desc, repeats desc, activity
