-- How long does work take, in effort, by how much its resource had to do when it began?
-- grain: activity, worker_no, load
-- uses: personal_event, occupied
-- leaves out: work that names no resource | resource_no is null
-- leaves out: work of which start or end is not known | started_at is null or ended_at is null
-- leaves out: work that takes no time | ended_at <= started_at
-- Effort shares out each moment among the pieces in hand of the resource: E(t) is what one piece in hand throughout would have
-- received up to t, so the effort of a piece is E(ended_at) - E(started_at). What else is in hand and what waits is looked at over the
-- whole log, whatever the view shows.
with change as (
    select resource_no, unnest([started_at, ended_at]) as changes_at, unnest([1, -1]) as hand, 0 as queue from occupied where ended_at > started_at
    union all
    select resource_no, unnest([enabled_at, started_at]), 0, unnest([1, -1]) from occupied where enabled_at < started_at
),
state as (
    select resource_no, changes_at, sum(hand) over so_far as hand, sum(queue) over so_far as queue,
        (epoch_us(lead(changes_at) over so_far) - epoch_us(changes_at)) / 1e6 as lasts
    from (select resource_no, changes_at, sum(hand) as hand, sum(queue) as queue from change group by all)
    window so_far as (partition by resource_no order by changes_at)
),
course as (
    select *, case $load when 'queue' then queue else hand end as counted,
        coalesce(sum(lasts / nullif(hand, 0)) over before, 0) as effort,
        coalesce(sum(lasts * case $load when 'queue' then queue else hand end) over before, 0) as area
    from state window before as (partition by resource_no order by changes_at rows between unbounded preceding and 1 preceding)
),
-- One end after the other: both at once would first lay each person's moments beside each other.
begun as materialized (
    select event_no, activity_no, person_no as resource_no, event.resource_no as told_no, started_at, ended_at, enabled_at, counted, area, course.effort
    from personal_event event join course on course.resource_no = event.person_no and course.changes_at = event.started_at
    where event.ended_at > event.started_at
),
piece as (
    select begun.* replace (course.effort - begun.effort as effort), (epoch_us(ended_at) - epoch_us(started_at)) / 1e6 as clock
    from begun join course on course.resource_no = begun.resource_no and course.changes_at = begun.ended_at
),
loaded as (
    -- Of the piece itself nothing counts: it is in hand when it begins, and waited before.
    select activity_no, piece.resource_no, told_no, piece.effort, clock,
        case when $horizon_hours = 0 then piece.counted - case $load when 'queue' then 0 else 1 end
            else round(4 * ((piece.area - coalesce(past.area + past.counted * (epoch_us(started_at - to_microseconds(($horizon_hours * 3.6e9)::bigint)) - epoch_us(past.changes_at)) / 1e6, 0)
                - case $load when 'queue' then least(epoch_us(started_at) - epoch_us(enabled_at), $horizon_hours * 3.6e9) / 1e6 else 0 end) / ($horizon_hours * 3600))) / 4
        end as load
    from piece asof left join course past
        on past.resource_no = piece.resource_no and past.changes_at <= piece.started_at - to_microseconds(($horizon_hours * 3.6e9)::bigint)
)
select activity, resource, resource_no as worker_no, load::double as load, count(*) as pieces, sum(ln(effort)) as log_sum, sum(ln(clock)) as clock_log_sum
from loaded join activities using (activity_no) join (select resource_no as told_no, resource from resources) using (told_no)
where effort > 0
group by all
order by activity, resource, worker_no, load
