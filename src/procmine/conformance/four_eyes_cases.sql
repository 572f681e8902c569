-- In which cases did one person do both, and who?
-- grain: first_activity, second_activity, case_id, hands
-- uses: shared_hands, personal_event
with same as (
    select * from shared_hands join case_span using (case_no) where is_same
    qualify row_number() over (partition by first_no, second_no order by first_at desc, case_no) <= $most
),
work as (
    select e.case_no, activity_no, case when $hands_of = 'resource' then resource else text end as hands, case when $hands_of = 'resource' then person_no::varchar else text end as hand,
        coalesce(started_at, ended_at) as begins_at
    from personal_event e left join resources on resources.resource_no = e.resource_no
    left join (select event_no, text from event_attribute where name = $hands_of) told on told.event_no = e.event_no
)
select first.activity as first_activity, second.activity as second_activity, case_id, a.hands, min(a.begins_at) as first_at, min(b.begins_at) as second_at, any_value(number) as amount
from same join work a on a.case_no = same.case_no and a.activity_no = first_no
join work b on b.case_no = same.case_no and b.activity_no = second_no and b.hand = a.hand
join activities first on first.activity_no = first_no join activities second on second.activity_no = second_no
left join (select case_no, number from case_attribute where name = $amount_of) valued on valued.case_no = same.case_no
group by first.activity, second.activity, case_id, a.hands
order by first_activity, second_activity, min(a.begins_at) desc, case_id, a.hands
