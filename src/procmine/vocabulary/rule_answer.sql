-- uses: rule_mark, rule_check
    -- For each piece of work that asks, by check and direction: the nearest work that could answer, and the nearest that asks again.
    -- Looking back is looking forward in a case that runs backwards.
    with leg as (
        select check_no, unnest(case kind when 'forward' then [1] when 'backward' then [-1] when 'any' then [1, -1] else [] end) as direction from rule_check
    ),
    way as (
        select check_no, direction, case_no, event_no, position * direction as place, is_activation, is_target, same_value, different_value, has_different,
            case direction when 1 then ends_us else -begins_us end as from_us, case direction when 1 then begins_us else -ends_us end as to_us
        from rule_mark join leg using (check_no) where not is_blank
    ),
    -- Where the two must differ: each work that could answer, with the next after it of another value. It answers what the nearest cannot, being of the same value.
    turning as (
        select *, min(place) filter (is_turn) over later as other_place, arg_min(to_us, place) filter (is_turn) over later as other_us
        from (
            select *, coalesce(different_value <> lag(different_value) over (partition by check_no, direction, case_no, same_value order by place), true) as is_turn
            from way where has_different and is_target
        )
        window later as (partition by check_no, direction, case_no, same_value order by place rows between 1 following and unbounded following)
    )
    from (
        select check_no, direction, case_no, event_no, place, from_us, is_activation, min(place) filter (is_target) over later as answer_place,
            arg_min(to_us, place) filter (is_target) over later as answer_us, min(place) filter (is_activation) over later as again_place
        from way where not has_different
        window later as (partition by check_no, direction, case_no, same_value order by place rows between 1 following and unbounded following)
    )
    where is_activation
    union all
    select a.check_no, a.direction, a.case_no, a.event_no, a.place, a.from_us, true, case when t.different_value <> a.different_value then t.place else t.other_place end,
        case when t.different_value <> a.different_value then t.to_us else t.other_us end, null
    from (from way where has_different and is_activation) a asof left join turning t on t.check_no = a.check_no and t.direction = a.direction
        and t.case_no = a.case_no and t.same_value = a.same_value and a.place < t.place
