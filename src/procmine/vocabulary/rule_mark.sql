-- uses: rule_check, asked_condition, held_condition, common_clock, work_end, judged_case, personal_event
    -- The work that each check speaks of: what asks (`is_activation`) and what answers (`is_target`), as far as its conditions hold.
    -- Work that goes on in an open case ends at the extraction at the earliest. Where one is compared with the other, work without the value to be compared is marked (`is_blank`).
    with role as (
        select check_no, activity_no, bool_or(side = 'activation') as asks, bool_or(side = 'target') as answers
        from (select unnest($mark_check::integer[]) as check_no, unnest($mark_side::varchar[]) as side, unnest($mark_activity::varchar[]) as activity)
        join activities using (activity) group by check_no, activity_no
    ),
    marked as (
        select check_no, event_no, case_no, position, coalesce(started_at, ended_at) as begins_at, over_at, person_no, asks, answers from personal_event join role using (activity_no) join work_end using (event_no) semi join judged_case using (case_no)
    ),
    failing as (
        select distinct marked.check_no, side, event_no
        from asked_condition c join marked on marked.check_no = c.check_no and case side when 'activation' then asks else answers end
        left join held_condition h on h.condition_no = c.condition_no and held_no = case level when 'case' then case_no else event_no end
        where (h.condition_no is not null) = is_complement
    ),
    compared as (
        -- Each value by a number, the first work that has it: numbers are told apart quicker than texts.
        select name, event_no, min(event_no) over (partition by name, text) as value_no from event_attribute
        semi join (select same_name as name from rule_check union all select different_name from rule_check) using (name)
    )
    select check_no, marked.event_no, case_no, position, asks and a.event_no is null as is_activation, answers and t.event_no is null as is_target,
        case when same_name is null then 0 when same_name = 'resource' then person_no else same.value_no end as same_value,
        case different_name when 'resource' then person_no else other.value_no end as different_value, different_name is not null as has_different,
        same_value is null or has_different and different_value is null as is_blank,
        case when is_worked then begins_worked else epoch_us(begins_at) end as begins_us,
        case when is_worked then ends_worked else epoch_us(over_at) end as ends_us
    from marked join rule_check using (check_no)
    left join common_clock on common_clock.event_no = marked.event_no
    left join (from failing where side = 'activation') a on a.check_no = marked.check_no and a.event_no = marked.event_no
    left join (from failing where side = 'target') t on t.check_no = marked.check_no and t.event_no = marked.event_no
    left join compared same on same.event_no = marked.event_no and same.name = same_name
    left join compared other on other.event_no = marked.event_no and other.name = different_name
