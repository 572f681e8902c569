-- When did each piece of work begin to wait, and when was it taken up?
-- grain: event_no
-- uses: event_group
-- By activity and the instant it began to wait; instants in microseconds.
select activity_no, event_no, epoch_us(enabled_at) as enabled, epoch_us(coalesce(started_at, ended_at)) as taken, "group"
from event join event_group using (event_no)
where predecessor_activity_no is not null
order by activity_no, enabled_at, event_no
