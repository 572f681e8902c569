-- What happened in the finished cases, piece by piece?
-- grain: event_no
-- Instants in microseconds; work that has not ended lets nothing begin and ends nothing.
select event_no, event.case_no, activity_no, resource_no, occurrence, epoch_us(enabled_at) as enabled,
    epoch_us(coalesce(started_at, ended_at)) as begins, epoch_us(ended_at) as ends, started_at is null as is_elapsed
from event join case_span using (case_no)
where not is_open and not is_truncated
order by event.case_no, position
