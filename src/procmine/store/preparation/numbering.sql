-- Which whole number stands for each activity, resource and case?
-- Cases are numbered by their first instant, so that a period is a run of neighbouring rows.
create table version.activities as
select row_number() over (order by activity)::integer as activity_no, activity from (select distinct activity from instance);

create table version.resources as
select row_number() over (order by resource)::integer as resource_no, resource
from (select distinct resource from instance where resource is not null);

create table numbered_case as
select row_number() over (order by first_at, case_id)::integer as case_no, case_id, first_at
from (
    select case_id, min(coalesce(scheduled_at, started_at, ended_at)) as first_at from instance group by case_id
);
