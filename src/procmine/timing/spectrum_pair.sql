-- Of each pair shown: how much waits, is it taken up in batches, is it overtaken, and does it grow longer?
-- grain: from_activity, to_activity
-- uses: segment
-- Together is what is taken up within a minute of at least two others: the two before it, the two after it, or one on either side.
-- How much of that the pace alone would make is told by the hour it lies in: with m expected in two minutes, 1 - exp(-m) (1 + m).
-- Read from the latest to begin, a wait is overtaken by any before it that is taken up sooner; of equal ones the latest taken comes first.
with placed as (
    select *, median(wait_seconds) over (partition by rank) as usual_seconds, timezone($zone, timezone('UTC', taken_at)) as local_at, timezone($zone, timezone('UTC', enabled_at)) as ready_at,
        taken_at - lag(taken_at) over taking as since, lead(taken_at) over taking - taken_at as until,
        taken_at - lag(taken_at, 2) over taking as since_two, lead(taken_at, 2) over taking - taken_at as until_two,
        coalesce(min(taken_at) over (partition by rank order by enabled_at desc, taken_at desc rows between unbounded preceding and 1 preceding)
            < taken_at, false) as is_overtaken,
        (3 * (row_number() over (partition by rank order by enabled_at, event_no) - 1)) // count(*) over (partition by rank) as third
    from segment
    window taking as (partition by rank order by taken_at)
),
minute as (select to_minutes(1) as long),
slot as (
    select rank, date_trunc('hour', ready_at) as hour_at, 1 as began, 0 as taken from placed
    union all
    select rank, date_trunc('hour', local_at), 0, 1 from placed
),
hour_of as (
    select rank, hour_at, sum(began) as began, sum(taken) as taken, sum(sum(began)) over (partition by rank order by sum(began) desc, hour_at) as began_so_far,
        sum(sum(taken)) over (partition by rank order by sum(taken) desc, hour_at) as taken_so_far, sum(sum(taken)) over (partition by rank) as waits
    from slot group by rank, hour_at
),
rhythm as (
    select rank, count(*) filter (began_so_far - began < waits / 2) as half_begin_in_hours, count(*) filter (taken_so_far - taken < waits / 2) as half_taken_in_hours,
        sum(taken * (1 - exp(-(taken - 1) / 30) * (1 + (taken - 1) / 30))) filter (taken > 0) / sum(taken) as share_together_by_chance
    from hour_of group by rank
)
select any_value(from_activity) as from_activity, any_value(to_activity) as to_activity, count(*) as waits, sum(wait_seconds) / 3600 as total_hours,
    sum(wait_worked_seconds) / 3600 as total_worked_hours, quantile_cont(wait_worked_seconds / 3600, 0.5) as median_worked_hours,
    quantile_cont(wait_seconds / 3600, 0.5) as median_hours, quantile_cont(wait_seconds / 3600, 0.5) filter (third = 0) as early_median_hours,
    quantile_cont(wait_seconds / 3600, 0.5) filter (third = 2) as late_median_hours,
    -- The course is told where the shares beyond the usual wait lie three standard errors apart.
    coalesce(abs(avg((wait_seconds > usual_seconds)::integer) filter (third = 0) - avg((wait_seconds > usual_seconds)::integer) filter (third = 2))
        > 3 * sqrt(6 / count(*) * avg((wait_seconds > usual_seconds)::integer) * (1 - avg((wait_seconds > usual_seconds)::integer))), false) as has_moved,
    avg(coalesce(since_two <= long or until_two <= long or (since <= long and until <= long), false)::integer) as share_together,
    any_value(share_together_by_chance) as share_together_by_chance, avg(is_overtaken::integer) as share_overtaken,
    any_value(half_begin_in_hours) as half_begin_in_hours, any_value(half_taken_in_hours) as half_taken_in_hours,
    avg((local_at = date_trunc('hour', local_at))::integer) as share_on_the_hour,
    case when bool_and(is_elapsed) then 'elapsed' when bool_or(is_elapsed) then 'mixed' else 'wait' end as basis
from placed cross join minute join rhythm using (rank) join shown_pair using (rank)
group by rank order by rank
