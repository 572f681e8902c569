-- How many cases have reached each stage, and where do they pile up?
-- grain: stage_no, period_at
-- uses: reached_stage, period
-- leaves out: in cases that ended before the observation began | case_no in (select case_no from case_span where not is_open and last_at <= $observed_from::timestamp)
-- The mean in a stage weighs each number by how long it held: what has reached it less what has reached the next.
with placed as (
    select stage_no, period_at, count(*) as entered, sum(epoch(seen_until) - epoch(reached_at)) as area
    from reached_stage asof join period on reached_at >= period_at group by all
),
running as (
    select stage_no, period.*, coalesce(entered, 0) as entered, sum(coalesce(entered, 0)) over so_far as reached,
        coalesce(area, 0) + (sum(coalesce(entered, 0)) over so_far - coalesce(entered, 0)) * (epoch(seen_until) - epoch(seen_from)) as area
    from (select unnest(range(len($stages::varchar[]) + 2)) as stage_no) cross join period left join placed using (stage_no, period_at)
    window so_far as (partition by stage_no order by period.period_at)
)
select case when stage_no = 0 then '(arrived)' when stage_no > len($stages::varchar[]) then '(completed)' else list_extract($stages::varchar[], stage_no) end as stage,
    stage_no::integer as stage_no, period_at, reached::bigint as reached, (reached - coalesce(lead(reached) over next_stage, 0))::bigint as in_stage, entered::bigint as entered,
    (area - coalesce(lead(area) over next_stage, 0)) / nullif(epoch(seen_until) - epoch(seen_from), 0) as mean_in_stage,
    seen_until < ends_at or seen_from > period_at as is_partial, epoch(seen_until) - epoch(seen_from) as seen_seconds
from running
window next_stage as (partition by period_at order by stage_no)
order by stage_no, period_at
