-- uses: timed_stint
    -- While how many pieces of work were in each person's hands, how many of them merely lasted, for how long, and how much of it
    -- was on duty. Changes at one instant are one: the states between them last no time.
    select person_no, resource_no, begins_at, ends_at, in_hand, lasting, (epoch_us(ends_at) - epoch_us(begins_at)) / 3.6e9 as hours,
        (worked_until - worked) / 3.6e9 as duty_hours
    from (
        select person_no, resource_no, changes_at as begins_at, lead(changes_at) over in_turn as ends_at, worked, lead(worked) over in_turn as worked_until,
            sum(delta) over in_turn as in_hand, sum(lasting) over in_turn as lasting
        from (
            select person_no, resource_no, begins_at as changes_at, begins_worked as worked, 1 as delta, is_lasting::integer as lasting from timed_stint
            union all
            select person_no, resource_no, ends_at, ends_worked, -1, -is_lasting::integer from timed_stint
        )
        window in_turn as (partition by person_no order by changes_at)
    )
    where in_hand > 0 and ends_at > begins_at
