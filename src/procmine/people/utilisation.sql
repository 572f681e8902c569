-- For how much of the time they are there are people at work?
-- grain: resource
-- leaves out: no start recorded | started_at is null
-- leaves out: no resource recorded | resource_no is null
-- leaves out: no end recorded, though the case is finished | ended_at is null and case_no in (select case_no from case_span where not is_open)
-- uses: personal_event, timed_hand_state, duty, member_of
-- prepared with: team_of=null
with of_person as (
    select person_no, sum(duty_hours) as busy_hours, sum(hours - duty_hours) as overtime_hours,
        sum(case when lasting = in_hand then hours - duty_hours else 0 end) as lasting_hours, sum(in_hand * hours) as effort_hours,
        sum(hours) as hours, sum(case when in_hand > 1 then hours else 0 end) as multitasking_hours, max(in_hand) as peak_in_hand
    from timed_hand_state group by person_no
),
seen as (
    select person_no, count(*) as pieces, min(started_at) as first_at,
        max(coalesce(ended_at, greatest(started_at, $extracted_at::timestamp))) as last_at
    from personal_event
    where person_no is not null and started_at is not null and (ended_at is not null or case_no in (select case_no from case_span where is_open)) group by person_no
),
of_resource as (
    select member_of.resource_no, "group", count(*) as people, sum(pieces)::bigint as pieces, sum(available_hours) as available_hours,
        coalesce(sum(busy_hours), 0) as busy_hours, coalesce(sum(overtime_hours), 0) as overtime_hours, coalesce(sum(lasting_hours), 0) as lasting_hours,
        coalesce(sum(effort_hours), 0) as effort_hours, sum(multitasking_hours) / nullif(sum(hours), 0) as share_multitasking, sum(effort_hours) / nullif(sum(hours), 0) as mean_in_hand,
        coalesce(max(peak_in_hand), 0)::bigint as peak_in_hand, min(first_at) as first_at, max(last_at) as last_at
    from seen left join of_person using (person_no) join duty on duty.resource_no = person_no join member_of using (person_no) group by member_of.resource_no, "group"
)
-- Of several people together neither the most in hand nor the first and last instant is told: each is that of one of them.
select resource, "group", people, busy_hours, available_hours, busy_hours / nullif(available_hours, 0) as share_utilised,
    overtime_hours, lasting_hours, (busy_hours + overtime_hours - lasting_hours) / nullif(available_hours, 0) as share_with_overtime,
    effort_hours, share_multitasking, mean_in_hand, case when people = 1 then peak_in_hand end as peak_in_hand, pieces,
    case when people = 1 then first_at end as first_at, case when people = 1 then last_at end as last_at
from of_resource join resources using (resource_no)
order by share_utilised desc nulls last, resource, "group"
