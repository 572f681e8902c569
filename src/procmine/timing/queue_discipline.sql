-- In which order is waiting work taken up, and in what rhythm?
-- grain: activity
-- uses: wait_cause, timed_event
-- leaves out: work that nothing before it let begin, which nobody saw waiting | predecessor_activity_no is null
-- Where no start is recorded, work counts as taken up when it ends.
with taken as (
    select activity_no, is_elapsed, wait_seconds, wait_worked_seconds, coalesce(batching_seconds - batching_busy_seconds, 0) as gathered_seconds,
        timezone($zone, timezone('UTC', coalesce(started_at, ended_at))) as local_at
    from timed_event left join wait_cause using (event_no)
    where predecessor_activity_no is not null
),
slot as (
    select activity_no, isodow(local_at)::integer as weekday, hour(local_at)::integer as hour, count(*) as taken from taken group by all
),
ranked as (
    select *, sum(taken) over (partition by activity_no order by taken desc, weekday, hour rows unbounded preceding) as so_far,
        sum(taken) over (partition by activity_no) as all_taken, row_number() over (partition by activity_no order by taken desc, weekday, hour) as rank
    from slot
),
rhythm as (
    select activity_no, count(*) filter (so_far - taken < all_taken / 2) as half_in_hours,
        arg_min(weekday, rank) as busiest_weekday, arg_min(hour, rank) as busiest_hour, max(taken) / any_value(all_taken) as busiest_share
    from ranked group by activity_no
),
queue as (
    select activity_no, count(*) as waits, sum(wait_seconds) / 3600 as wait_hours, sum(wait_worked_seconds) / 3600 as wait_worked_hours,
        sum(gathered_seconds) / nullif(sum(wait_seconds), 0) as gathered_share,
        case when bool_and(is_elapsed) then 'elapsed' when bool_or(is_elapsed) then 'mixed' else 'wait' end as basis
    from taken group by activity_no
)
select activity, waits, wait_hours, wait_worked_hours, coalesce(gathered_share, 0) as gathered_share, half_in_hours, busiest_weekday, busiest_hour, busiest_share, basis, activity_no
from queue join rhythm using (activity_no) join activities using (activity_no)
order by wait_hours desc, activity
