-- Each case with its events, its first and last instant and its first and last activity.
create or replace temp table case_stat as
select
    case_id,
    count(*) as events,
    min(coalesce(started_at, ended_at)) as first_at,
    max(coalesce(ended_at, started_at)) as last_at,
    arg_min(activity, coalesce(started_at, ended_at)) as first_activity,
    arg_max(activity, coalesce(ended_at, started_at)) as last_activity
from source_event
group by case_id
