-- uses: piece_in_hand
    -- When each person was at work within a group: of each piece the part that earlier pieces do not cover,
    -- so that together they are the union and no hour counts twice.
    select "group", resource_no, person_no, greatest(started_at, coalesce(covered_to, started_at)) as started_at, left_at as ended_at
    from (
        select *, max(left_at) over (
            partition by "group", person_no order by started_at, left_at rows between unbounded preceding and 1 preceding
        ) as covered_to
        from piece_in_hand where resource_no is not null
    )
    where left_at > greatest(started_at, coalesce(covered_to, started_at))
