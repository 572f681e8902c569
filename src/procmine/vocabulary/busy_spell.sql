-- uses: piece_in_hand
    -- When each resource was at work within a group: overlapping and touching work is one spell.
    select "group", resource_no, min(started_at) as started_at, max(left_at) as ended_at
    from (
        select *, sum(case when covered_to >= started_at then 0 else 1 end)
            over (partition by "group", resource_no order by started_at, left_at rows unbounded preceding) as spell
        from (
            select *, max(left_at) over (partition by "group", resource_no order by started_at, left_at rows between unbounded preceding and 1 preceding) as covered_to
            from piece_in_hand where resource_no is not null and left_at > started_at
        )
    )
    group by "group", resource_no, spell
