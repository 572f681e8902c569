-- For how much of their working time do people have several pieces of work in hand at once?
-- grain: resource
-- uses: timed_hand_state
-- leaves out: no start recorded | started_at is null
-- leaves out: no resource recorded | resource_no is null
-- leaves out: no end recorded, though the case is finished | ended_at is null and case_no in (select case_no from case_span where not is_open)
select resource, count(distinct person_no) as people, sum(duty_hours) as busy_hours, sum(in_hand * duty_hours) as effort_hours,
    coalesce(sum(duty_hours) filter (in_hand > 1), 0) as multitasking_hours, coalesce(sum(duty_hours) filter (in_hand > 1), 0) / nullif(sum(duty_hours), 0) as share_multitasking,
    sum(in_hand * duty_hours) / nullif(sum(duty_hours), 0) as mean_in_hand, case when count(distinct person_no) = 1 then max(in_hand)::bigint end as peak_in_hand
from timed_hand_state join resources using (resource_no)
group by resource
order by share_multitasking desc nulls last, resource
