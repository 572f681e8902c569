-- In which order did the work of each case happen?
-- grain: case_no, position
-- Position is by start (by end where no start is known), then end, then the source's own sequence, then its row.
create table ordered as
with coded as (
    select c.case_no, c.first_at, c.first_event_no, a.activity_no, r.resource_no, i.* exclude (case_id, activity, resource)
    from instance i
    join numbered_case c using (case_id)
    join version.activities a using (activity)
    left join version.resources r on r.resource = i.resource
),
positioned as (
    select *, row_number() over in_order::integer as position,
        lag(activity_no) over in_order as previous_activity_no,
        max(ended_at) over (in_order rows unbounded preceding) as latest_end
    from coded
    window in_order as (partition by case_no order by coalesce(started_at, ended_at), ended_at nulls last, sequence nulls last, source_row)
),
counted as (
    select *, row_number() over (partition by case_no, activity_no order by position)::integer as occurrence,
        row_number() over (partition by case_no, activity_no, previous_activity_no order by position) = 1
            and previous_activity_no is not null as is_first_of_edge
    from positioned
)
select * exclude (latest_end, first_event_no), (first_event_no + position - 1)::bigint as event_no,
    -- The work that ended last so far; where two end together, the one that comes later in the case.
    last_value(case when ended_at = latest_end then {position: position, activity_no: activity_no, resource_no: resource_no, ended_at: ended_at} end ignore nulls)
        over (in_order rows between unbounded preceding and 1 preceding) as ender
from counted
window in_order as (partition by case_no order by position)
order by case_no, position;
