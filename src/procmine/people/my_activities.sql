-- What does one person do, and how long does it take, beside the usual time of all who do it?
-- grain: activity, basis
-- uses: timed_event
-- The usual time is that of at least five people: of fewer it would tell what single others take.
with timed as (
    select activity_no, resource_no, is_elapsed, resource_no = (select resource_no from resources where resource = $resource) as is_own,
        case when not is_elapsed then work_seconds when predecessor_activity_no is not null then wait_seconds end / 3600 as hours,
        case when not is_elapsed then work_worked_seconds when predecessor_activity_no is not null then wait_worked_seconds end / 3600 as worked_hours
    from timed_event where ended_at is not null and resource_no is not null
),
done as (
    select activity_no, is_elapsed, count(*) filter (is_own) as pieces, count(distinct resource_no) as people,
        quantile_cont(hours, [0.25, 0.5, 0.75]) filter (is_own) as own, quantile_cont(worked_hours, 0.5) filter (is_own) as own_worked,
        quantile_cont(hours, [0.25, 0.5, 0.75]) as usual
    from timed group by activity_no, is_elapsed
)
select activity, pieces, own[2] as median_hours, own_worked as median_worked_hours, own[1] as low_hours, own[3] as high_hours, people,
    case when people >= $least_people then usual[1] end as usual_low_hours, case when people >= $least_people then usual[3] end as usual_high_hours,
    case when is_elapsed then 'elapsed' else 'work' end as basis
from done join activities using (activity_no)
where pieces > 0
order by pieces desc, activity, basis
