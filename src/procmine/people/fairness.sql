-- How much work has each person for the hours they are there?
-- grain: person
-- uses: program, program_work, personal_event, timed_hand_state, duty, member_of
-- leaves out: no resource recorded | resource_no is null
-- leaves out: done by what bears the name of a program | event_no in (select event_no from program_work)
-- leaves out: no start recorded | $measure = 'busy' and started_at is null
-- leaves out: no end recorded, though the case is finished | $measure = 'busy' and ended_at is null and case_no in (select case_no from case_span where not is_open)
-- leaves out: no end recorded | $measure = 'completions' and ended_at is null
with carried as (
    select person_no, sum(duty_hours) as amount from timed_hand_state where $measure = 'busy' group by person_no
    union all
    select person_no, count(*) from personal_event
    where $measure = 'completions' and person_no is not null and ended_at is not null group by person_no
)
select resource, "group", amount::double as amount, available_hours, amount / nullif(available_hours, 0) as load
from (from carried anti join program on program.resource_no = person_no) join duty on duty.resource_no = person_no join member_of using (person_no)
join resources on resources.resource_no = member_of.resource_no
order by "group", load desc nulls last, resource
