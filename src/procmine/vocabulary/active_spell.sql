-- uses: piece_in_hand
    -- The uninterrupted periods in which each group was at work: pieces that overlap or follow each other without a break make one.
    -- Work that has not ended lasts until the extraction. Work that names no resource makes none where groups are resources.
    select "group", started_at as from_at, coalesce(lead(reached_at) over (partition by "group" order by started_at), latest_at) as until_at,
        coalesce(lead(was_unfinished) over (partition by "group" order by started_at), is_latest_unfinished) as is_unfinished
    from (
        select "group", started_at, max(left_at) over (in_turn rows between unbounded preceding and 1 preceding) as reached_at,
            max(left_at) over (in_turn rows between unbounded preceding and unbounded following) as latest_at,
            bool_or(is_unfinished) over (in_turn rows between unbounded preceding and 1 preceding) as was_unfinished,
            bool_or(is_unfinished) over (in_turn rows between unbounded preceding and unbounded following) as is_latest_unfinished
        from piece_in_hand where left_at > started_at and ($by <> 'resource' or resource_no is not null)
        window in_turn as (partition by "group" order by started_at, left_at)
    )
    where reached_at is null or started_at > reached_at
