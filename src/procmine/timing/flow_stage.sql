-- Which activities do most cases pass, and in which order? Finished cases tell, where there are any.
-- grain: activity
with told_case as (
    select case_no, not is_open or (select bool_and(is_open) from case_span) as is_told from case_span
)
select activity, coalesce(cases, 0)::bigint as cases, coalesce(cases / told, 0) as share_cases, median_position
from activities
left join (
    select activity_no, count(*) as cases, quantile_cont(first_position, 0.5) as median_position, avg(first_position) as mean_position,
        (select count(*) filter (is_told) from told_case) as told
    from (select case_no, activity_no, min(position) as first_position from event group by all) semi join (from told_case where is_told) using (case_no)
    group by activity_no
) using (activity_no)
order by median_position nulls last, mean_position, activity
