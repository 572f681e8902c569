-- uses: shown_pair, timed_event
    -- Each wait between a shown pair of activities, with its class: 1 for the quickest quarter of its pair, 4 for the slowest.
    with passed as (
        select event_no, case_no, rank, enabled_at, coalesce(started_at, ended_at) as taken_at, wait_seconds, wait_worked_seconds, is_elapsed
        from timed_event join shown_pair on from_no = predecessor_activity_no and to_no = activity_no
        where $observed_from is null or coalesce(started_at, ended_at) >= $observed_from::timestamp
    )
    select passed.*, 1 + (wait_seconds > limits[1])::integer + (wait_seconds > limits[2])::integer + (wait_seconds > limits[3])::integer as class
    from passed
    join (select rank, quantile_cont(wait_seconds, [0.25, 0.5, 0.75]) as limits from passed group by rank) using (rank)
