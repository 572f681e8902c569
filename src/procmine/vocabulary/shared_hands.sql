-- uses: personal_event, program
    -- For each case and each pair of activities that it has both of: whether somebody did both, whether only a machine did, whether it can be told.
    -- Whose hands these are is told by the person, or by the value of an attribute of the work ($hands_of), by the first work that has it.
    with hand as (
        select distinct case_no, activity_no, case when $hands_of = 'resource' then person_no else value_no end as hand_no, $hands_of = 'resource' and program.resource_no is not null as is_program
        from personal_event e
        left join program on program.resource_no = person_no
        left join (select event_no, min(event_no) over (partition by text) as value_no from event_attribute where name = $hands_of and text is not null) told on told.event_no = e.event_no
    ),
    pair as (
        select first.activity_no as first_no, second.activity_no as second_no
        from (select unnest($pair_first::varchar[]) as first_activity, unnest($pair_second::varchar[]) as second_activity)
        join activities first on first.activity = first_activity join activities second on second.activity = second_activity
        union all
        select a.activity_no, b.activity_no from activities a join activities b on a.activity < b.activity where $is_every_pair
    )
    select a.case_no, first_no, second_no, coalesce(bool_or(a.hand_no = b.hand_no and not a.is_program), false) as is_same,
        coalesce(bool_or(a.hand_no = b.hand_no and a.is_program), false) as is_by_machine, bool_or(a.hand_no is null or b.hand_no is null) as has_unknown
    from hand a join hand b on b.case_no = a.case_no and b.activity_no <> a.activity_no join pair on first_no = a.activity_no and second_no = b.activity_no
    group by a.case_no, first_no, second_no
