-- uses: timed_stint, own_week
    -- While how many pieces of work were in one person's hands, none included, and how many of them merely lasted, cut at the weeks.
    select resource_no, begins_at, ends_at, in_hand, lasting
    from (
        select changes_at as begins_at, lead(changes_at) over in_turn as ends_at, sum(delta) over in_turn as in_hand, sum(lasting) over in_turn as lasting
        from (
            select changes_at, sum(delta) as delta, sum(lasting) as lasting
            from (
                select unnest([begins_at, ends_at]) as changes_at, unnest([1, -1]) as delta, unnest([is_lasting::integer, -is_lasting::integer]) as lasting from timed_stint
                union all
                select unnest([seen_from, seen_until]), 0, 0 from own_week
            )
            group by changes_at
        )
        window in_turn as (order by changes_at)
    ), (select any_value(resource_no) as resource_no from personal_event)
    where ends_at > begins_at
