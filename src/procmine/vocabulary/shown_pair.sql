    -- The pairs of activities that are shown: of those asked for, the ones whose waits are longest in all; `rank` 1 is the longest.
    select from_no, to_no, from_activity, to_activity, row_number() over (order by total_seconds desc, from_activity, to_activity) as rank
    from (
        select predecessor_activity_no as from_no, activity_no as to_no, sum(wait_seconds) as total_seconds
        from event where predecessor_activity_no is not null group by all
    )
    join (select activity_no as from_no, activity as from_activity from activities) using (from_no)
    join (select activity_no as to_no, activity as to_activity from activities) using (to_no)
    where ($from_activity is null or from_activity = $from_activity) and ($to_activity is null or to_activity = $to_activity)
    order by rank limit $most_pairs
