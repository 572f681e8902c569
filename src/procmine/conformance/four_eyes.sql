-- In how many cases does one person do two activities that two should do?
-- grain: first_activity, second_activity
-- uses: shared_hands, personal_event
-- Where roles alone may be named, nothing is told of pairs of which fewer than five people do either activity.
with performer as (select distinct activity_no, person_no from personal_event where person_no is not null),
valued as (
    select shared_hands.*, not is_same and not is_by_machine and has_unknown as is_unknown, number as amount
    from shared_hands left join (select case_no, number from case_attribute where name = $amount_of) using (case_no)
),
told as (
    select first_no, second_no, count(*) as cases, count(*) filter (is_same) as same_hands, count(*) filter (not is_same and is_by_machine) as by_machine,
        count(*) filter (is_unknown) as not_assessable, sum(amount) as amount, coalesce(sum(amount) filter (is_same), 0) as amount_same
    from valued group by first_no, second_no
),
people as (
    select first_no, second_no, count(distinct person_no) as performers,
        least(count(distinct case when activity_no = first_no then person_no end), count(distinct case when activity_no = second_no then person_no end)) as fewest
    from told join performer on activity_no in (first_no, second_no) group by first_no, second_no
)
select first.activity as first_activity, second.activity as second_activity, cases, case when is_told then same_hands end as same_hands,
    case when is_told then cases - same_hands - by_machine - not_assessable end as apart,
    by_machine, not_assessable, case when is_told then same_hands / nullif(cases - by_machine - not_assessable, 0) end as share_same,
    case when is_told then performers end as performers, amount, case when is_told and amount is not null then amount_same end as amount_same
from (select *, $least_people <= 1 or coalesce(fewest, 0) >= $least_people as is_told from told left join people using (first_no, second_no))
join activities first on first.activity_no = first_no join activities second on second.activity_no = second_no
order by share_same desc nulls last, same_hands desc, first_activity, second_activity
