-- How much longer does work lie where it changes hands than where it stays in the same, activity by activity?
-- grain: from_activity, to_activity
-- uses: passage
-- prepared with: nothing
with pair as (
    select predecessor_activity_no as from_no, activity_no as to_no,
        count(*) filter (is_across) as handovers, count(*) filter (not is_across) as kept,
        quantile_cont(wait_seconds / 3600, 0.5) filter (is_across) as median_across_hours,
        quantile_cont(wait_seconds / 3600, 0.5) filter (not is_across) as median_within_hours,
        quantile_cont(wait_worked_seconds / 3600, 0.5) filter (is_across) as median_across_worked_hours,
        quantile_cont(wait_worked_seconds / 3600, 0.5) filter (not is_across) as median_within_worked_hours
    from (select *, from_no <> to_no as is_across from passage where from_no is not null and to_no is not null)
    where wait_seconds is not null
    group by all
)
select f.activity as from_activity, t.activity as to_activity, pair.* exclude (from_no, to_no)
from pair
join activities f on f.activity_no = from_no
join activities t on t.activity_no = to_no
order by handovers desc, kept desc, from_activity, to_activity
