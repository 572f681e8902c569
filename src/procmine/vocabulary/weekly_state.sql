-- uses: stint, own_week
    -- While how many pieces of work were in one person's hands, none included, cut at the weeks.
    select resource_no, begins_at, ends_at, in_hand
    from (
        select changes_at as begins_at, lead(changes_at) over in_turn as ends_at, sum(delta) over in_turn as in_hand
        from (
            select changes_at, sum(delta) as delta
            from (
                select unnest([begins_at, ends_at]) as changes_at, unnest([1, -1]) as delta from stint where ends_at > begins_at
                union all
                select unnest([seen_from, seen_until]), 0 from own_week
            )
            group by changes_at
        )
        window in_turn as (order by changes_at)
    ), (select any_value(resource_no) as resource_no from personal_event)
    where ends_at > begins_at
