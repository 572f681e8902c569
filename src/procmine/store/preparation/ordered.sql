-- In which order did the work of each case happen?
-- grain: event_no
-- Position is by start (by end where no start is known), then end, then the source's own sequence, then its row.
-- `may_be_again` never misses work that is done again: a bit stands for each activity seen so far (beyond 63, several share one).
create table positioned as
with coded as (
    select c.case_no, c.first_at, c.first_event_no, a.activity_no, r.resource_no, i.* exclude (case_id, activity, resource)
    from instance i
    join numbered_case c using (case_id)
    join version.activities a using (activity)
    left join version.resources r on r.resource = i.resource
)
select * exclude (first_event_no), row_number() over in_order::integer as position,
    first_event_no::bigint + row_number() over in_order - 1 as event_no,
    lag(activity_no) over in_order as previous_activity_no,
    lag(resource_no) over in_order as previous_resource_no,
    max(ended_at) over before as latest_end,
    lag(ended_at) over in_order is not distinct from max(ended_at) over before as is_ended_last_by_previous,
    max(ended_at) filter (started_at is not null) over before as latest_end_of_known_work,
    coalesce(bit_or(1::bigint << (activity_no % 63)) over before & (1::bigint << (activity_no % 63)), 0) <> 0 as may_be_again
from coded
window in_order as (partition by case_no order by coalesce(started_at, ended_at), ended_at nulls last, sequence nulls last, source_row),
    before as (partition by case_no order by coalesce(started_at, ended_at), ended_at nulls last, sequence nulls last, source_row
        rows between unbounded preceding and 1 preceding);

-- Of activities that happen more than once in a case: which turn is it, of how many, and is it the first along its edge?
-- grain: event_no
create table turn as
select event_no, row_number() over in_turn::integer as occurrence, count(*) over (partition by case_no, activity_no)::integer as occurrences,
    row_number() over (partition by case_no, activity_no, previous_activity_no order by position) = 1 as is_first_of_edge
from positioned semi join (select distinct case_no, activity_no from positioned where may_be_again) using (case_no, activity_no)
window in_turn as (partition by case_no, activity_no order by position);

-- Where the work that ended last so far is not simply the one before: which is it?
-- grain: event_no
-- Where two end together, it is the one that comes later in the case.
create table earlier_ender as
select event_no, ender from (
    select event_no, not is_ended_last_by_previous as is_searched,
        last_value(case when ended_at >= coalesce(latest_end, ended_at) then {position: position, activity_no: activity_no, resource_no: resource_no} end ignore nulls)
            over (partition by case_no order by position rows between unbounded preceding and 1 preceding) as ender
    from positioned semi join (select case_no from positioned where not is_ended_last_by_previous) using (case_no)
)
where is_searched;

-- `ender` is the work that ended last so far, at `latest_end`.
create view ordered as
select p.* exclude (previous_resource_no, is_ended_last_by_previous, may_be_again),
    case when e.event_no is not null then e.ender.position when latest_end is not null then position - 1 end as ender_position,
    case when e.event_no is not null then e.ender.activity_no when latest_end is not null then previous_activity_no end as ender_activity_no,
    case when e.event_no is not null then e.ender.resource_no when latest_end is not null then previous_resource_no end as ender_resource_no
from positioned p left join earlier_ender e using (event_no);
