-- uses: timed_stint
    -- While how many pieces of work were in each person's hands, and how many of them merely lasted.
    select * from (
        select person_no, resource_no, changes_at as begins_at, lead(changes_at) over in_turn as ends_at,
            sum(delta) over in_turn as in_hand, sum(lasting) over in_turn as lasting
        from (
            select person_no, any_value(resource_no) as resource_no, changes_at, sum(delta) as delta, sum(lasting) as lasting
            from (
                select person_no, resource_no, begins_at as changes_at, 1 as delta, is_lasting::integer as lasting from timed_stint
                union all
                select person_no, resource_no, ends_at, -1, -is_lasting::integer from timed_stint
            )
            group by person_no, changes_at
        )
        window in_turn as (partition by person_no order by changes_at)
    )
    where in_hand > 0
