-- When did each piece of work begin to wait, and when did the resource that did it take it up?
-- grain: event_no
-- uses: personal_event, begun
-- By resource, activity and the instant it began to wait; instants in microseconds.
select person_no, resource_no, activity_no, epoch_us(enabled_at) as enabled, epoch_us(begun_at) as taken
from personal_event join begun using (event_no)
where person_no >= $low and person_no < $high and predecessor_activity_no is not null and begun_at is not null
order by person_no, activity_no, enabled_at, event_no
