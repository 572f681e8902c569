-- Of each two activities, in how many finished cases does one happen, both, one always after or before the other?
-- grain: first_activity, second_activity
-- uses: judged_case
with done as (
    select e.case_no, activity, min(position) as first_place, max(position) as last_place, count(*) as times
    from event e join activities using (activity_no) join judged_case using (case_no) where not is_open group by e.case_no, activity
),
next as (
    select case_no, activity as first_activity, lead(activity) over (partition by case_no order by position) as second_activity
    from event join activities using (activity_no) semi join (from judged_case where not is_open) using (case_no)
),
direct as (select case_no, first_activity, second_activity, count(*) as steps from next where second_activity is not null group by all),
alone as (select activity, count(*) as cases from done group by activity),
pair as (
    select a.activity as first_activity, b.activity as second_activity, count(*) as both_cases, count(*) filter (a.last_place < b.last_place) as after_cases,
        count(*) filter (a.first_place < b.first_place) as before_cases, count(*) filter (a.times = b.times) as equal_cases, count(*) filter (a.first_place < b.last_place) as followed_cases
    from done a join done b on b.case_no = a.case_no and b.activity <> a.activity group by all
),
chain as (
    select first_activity, second_activity, count(*) filter (steps = a.times) as direct_after_cases, count(*) filter (steps = b.times) as direct_before_cases
    from direct d join done a on a.case_no = d.case_no and a.activity = first_activity join done b on b.case_no = d.case_no and b.activity = second_activity
    group by all
)
select f.activity as first_activity, s.activity as second_activity, f.cases as first_cases, s.cases as second_cases, coalesce(both_cases, 0) as both_cases,
    coalesce(after_cases, 0) as after_cases, coalesce(before_cases, 0) as before_cases, coalesce(direct_after_cases, 0) as direct_after_cases,
    coalesce(direct_before_cases, 0) as direct_before_cases, coalesce(equal_cases, 0) as equal_cases, coalesce(followed_cases, 0) as followed_cases,
    (select count(*) from judged_case where not is_open) as cases
from alone f join alone s on s.activity <> f.activity left join pair on pair.first_activity = f.activity and pair.second_activity = s.activity
left join chain on chain.first_activity = f.activity and chain.second_activity = s.activity
order by f.activity, s.activity
