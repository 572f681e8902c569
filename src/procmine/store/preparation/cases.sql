-- When did each case begin and end, is it finished, and how much of its time was somebody at work?
-- grain: case_no
-- Busy time is the union of its work, so work side by side is not counted twice: of each piece of work counts
-- what lies after the latest end of the work before it. Work of which only the end is known covers nothing.
create table version.cases as
with span as (
    select case_no, any_value(first_at) as first_at, max(coalesce(ended_at, started_at)) as last_at, count(*) as events,
        bool_or(ended_at is null) as has_unfinished_work, count(started_at) as starts,
        arg_min(activity_no, position) as first_activity_no, arg_max(activity_no, position) as last_activity_no,
        sum(greatest(0, epoch_us(ended_at) - epoch_us(greatest(started_at, latest_end_of_known_work))))
            filter (started_at is not null and ended_at is not null) / 1e6 as busy_seconds
    from positioned group by case_no
)
select case_no, case_id, span.first_at, last_at,
    case when $completes then not coalesce(is_complete, false) else has_unfinished_work end as is_open,
    span.first_at < $observed_from::timestamp and $observed_from is not null as is_truncated,
    events, starts, first_activity_no, last_activity_no,
    (epoch_us(last_at) - epoch_us(span.first_at)) / 1e6 as span_seconds,
    busy_seconds
from span
join numbered_case using (case_no)
left join completed using (case_no)
order by case_no;
