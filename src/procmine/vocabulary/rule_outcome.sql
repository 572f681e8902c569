-- uses: rule_check, rule_mark, rule_answer, rule_count, common_now, judged_case
    -- What becomes of each piece of work that asks for something, and of each case of which something is asked as a whole (`event_no` null):
    -- 0 is satisfied, 1 pending, 2 not assessable, 3 violated. What an open case may still do is pending; what is overdue, or can no longer come in
    -- time, is violated. Where a value to be compared is missing in the case, what would have to be known of it is not assessable.
    -- So it is only of work that could answer, on the side looked at.
    with blank as (
        select check_no, case_no, min(position) as first_blank, max(position) as last_blank from rule_mark where is_blank and is_target group by check_no, case_no
    ),
    answered as (
        select check_no, rule_no, kind, is_negative, case_no, event_no, coalesce(case direction when 1 then last_blank > place else -first_blank > place end, false) as has_blank,
            answer_place is not null and not (is_direct and answer_place > place + 1) and not (is_alternate and coalesce(again_place < answer_place, false))
                and coalesce(answer_us - from_us <= within_us, true) as is_answered,
            is_open and direction = 1 and answer_place is null and coalesce(case when is_worked then now_worked else now_us end - from_us <= within_us, true)
                and not (is_direct and place < events) and not (is_alternate and again_place is not null) as can_come
        from rule_answer join rule_check using (check_no) join judged_case using (case_no) left join blank using (check_no, case_no) cross join common_now
    ),
    -- What may be answered before or after is looked up both ways.
    judged as (
        select rule_no, is_negative, case_no, event_no, is_answered, can_come, has_blank from answered where kind <> 'any'
        union all
        select any_value(rule_no), is_negative, case_no, event_no, bool_or(is_answered), bool_or(can_come), bool_or(has_blank) from answered where kind = 'any'
        group by check_no, is_negative, case_no, event_no
    )
    select rule_no, case_no, event_no, (case
            when is_answered then case when is_negative then 3 else 0 end
            when is_negative then case when has_blank then 2 else 0 end
            when can_come then 1 when has_blank then 2 else 3
        end)::tinyint as outcome
    from judged
    union all
    select rule_no, case_no, event_no, 2 from rule_mark join rule_check using (check_no) where is_blank and is_activation
    union all
    select rule_no, case_no, null, outcome from rule_count join rule_check using (check_no)
