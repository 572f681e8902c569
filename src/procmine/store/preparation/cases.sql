-- When did each case begin and end, is it finished, and how much of its time was somebody at work?
-- grain: case_no
-- Busy time is the union of its work, so work side by side is not counted twice.
create table version.cases as
with spell as (
    select case_no, started_at, ended_at,
        max(ended_at) over (partition by case_no order by position rows between unbounded preceding and 1 preceding) as covered_to
    from version.events where started_at is not null and ended_at is not null
),
busy as (
    select case_no,
        sum(greatest(0, epoch_us(ended_at) - greatest(epoch_us(started_at), coalesce(epoch_us(covered_to), epoch_us(started_at))))) / 1e6 as busy_seconds
    from spell group by case_no
),
span as (
    select case_no, count(*) as events, max(coalesce(ended_at, started_at)) as last_at,
        bool_or(ended_at is null) as has_unfinished_work, count(started_at) as starts,
        arg_min(activity_no, position) as first_activity_no, arg_max(activity_no, position) as last_activity_no
    from version.events group by case_no
)
select case_no, case_id, n.first_at, last_at,
    case when $completes then not coalesce(is_complete, false) else has_unfinished_work end as is_open,
    n.first_at < $observed_from::timestamp and $observed_from is not null as is_truncated,
    events, starts, first_activity_no, last_activity_no,
    (epoch_us(last_at) - epoch_us(n.first_at)) / 1e6 as span_seconds,
    busy_seconds
from span
join numbered_case n using (case_no)
left join busy using (case_no)
left join completed using (case_no)
order by case_no;
