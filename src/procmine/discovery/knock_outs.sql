-- Which checks reject cases, how often, and what does each check take?
-- grain: activity
-- leaves out: open cases | case_no in (select case_no from case_span where is_open)
-- leaves out: cases begun before anybody recorded | case_no in (select case_no from case_span where is_truncated)
-- uses: outcome_case
with finished as (select case_no, outcome_position, o.case_no is not null as is_rejected from (select case_no from case_span where not is_open and not is_truncated) left join outcome_case o using (case_no)),
before as (
    select e.case_no, e.position, e.activity_no, is_rejected, work_seconds - paused_seconds as seconds
    from event e join finished using (case_no) where outcome_position is null or e.position < outcome_position
),
last_work as (select case_no, arg_max(activity_no, position) as activity_no from before where is_rejected group by case_no),
checking as (
    select activity_no from activities
    where case when len($checks::varchar[]) > 0 then list_contains($checks::varchar[], activity) else activity_no in (select activity_no from last_work) end
),
checked as (select * from before semi join checking using (activity_no)),
rejecting as (select case_no, arg_max(activity_no, position) as activity_no from checked where is_rejected group by case_no),
counted as (
    select activity_no, count(*) as cases, avg(seconds) / 3600 as mean_work_hours, sum(seconds) / 3600 as work_hours, avg(place) as mean_place
    from (
        select case_no, activity_no, case when count(seconds) = count(*) then sum(seconds) end as seconds, row_number() over (partition by case_no order by min(position)) as place
        from checked group by case_no, activity_no
    )
    group by activity_no
)
select activity, cases, coalesce(rejected, 0) as rejected_cases, coalesce(rejected, 0) / cases as share_rejected, mean_work_hours, work_hours, mean_place
from counted join activities using (activity_no)
left join (select activity_no, count(*) as rejected from rejecting group by activity_no) using (activity_no)
order by mean_place, activity
