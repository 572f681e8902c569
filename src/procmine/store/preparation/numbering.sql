-- Which whole number stands for each activity, resource and case?
-- Cases are numbered by their first instant, so that a period is a run of neighbouring rows.
create table version.activities as
select row_number() over (order by activity)::integer as activity_no, activity from (select distinct activity from instance);

create table version.resources as
select row_number() over (order by resource)::integer as resource_no, resource
from (select distinct resource from instance where resource is not null);

create table numbered_case as
select row_number() over in_order::integer as case_no, case_id, first_at,
    sum(events) over (in_order rows unbounded preceding) - events as first_event_no
from (
    select case_id, min(coalesce(scheduled_at, started_at, ended_at)) as first_at, count(*) as events from instance group by case_id
)
window in_order as (order by first_at, case_id);
