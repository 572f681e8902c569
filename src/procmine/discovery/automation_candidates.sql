-- Which work is often done, steady and predictable, and still done by hand?
-- grain: activity
-- uses: personal_event, program, repeat
with span as (select greatest((epoch_us(max(coalesce(ended_at, started_at))) - epoch_us(min(coalesce(started_at, ended_at)))) / 2629746e6, 1) as months from event),
step as (
    select activity_no, coalesce(previous_activity_no, 0) as before_no, coalesce(lead(activity_no) over (partition by case_no order by position), 0) as after_no,
        lead(activity_no) over (partition by case_no order by position) is null and case_no in (select case_no from case_span where is_open) as is_pending
    from event
),
chance as (
    select activity_no, side, n / sum(n) over (partition by activity_no, side) as p from (
        select activity_no, 'after' as side, after_no, count(*) as n from step where not is_pending group by all
        union all
        select activity_no, 'before', before_no, count(*) from step group by all
    )
),
uncertain as (
    select activity_no, abs(sum(p * log2(p)) filter (side = 'before')) as before_bits, abs(sum(p * log2(p)) filter (side = 'after')) as after_bits from chance group by activity_no
),
again as (select activity_no, count(*) as repeats from repeat group by activity_no),
done as (
    select activity_no, count(*) as instances, count(distinct case_no) as cases, count(*) / any_value(months) as instances_per_month,
        sum(work_seconds - paused_seconds) / 3600 as work_hours, sum(work_seconds - paused_seconds) / 3600 / any_value(months) as work_hours_per_month,
        quantile_cont((work_seconds - paused_seconds) / 3600, 0.5) as median_work_hours,
        stddev_samp(work_seconds - paused_seconds) / nullif(avg(work_seconds - paused_seconds), 0) as variation,
        count(person_no) as named, count(program.resource_no) as by_program
    from personal_event e left join program on program.resource_no = person_no cross join span group by activity_no
)
select activity, instances, cases, instances_per_month, work_hours, work_hours_per_month, median_work_hours, variation,
    before_bits / log2((select count(*) + 1 from activities)) as entropy_before, after_bits / log2((select count(*) + 1 from activities)) as entropy_after,
    coalesce(repeats, 0) / instances as share_repeats, by_program / nullif(named, 0) as share_by_program
from done join activities using (activity_no) left join uncertain using (activity_no) left join again using (activity_no)
order by work_hours_per_month desc nulls last, instances desc, activity
