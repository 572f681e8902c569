-- What happened in the finished cases, piece by piece?
-- grain: event_no
-- uses: personal_event
-- Instants and pauses in microseconds; work that has not ended lets nothing begin and ends nothing. Who did it is a person also where roles are told.
select event_no, event.case_no, activity_no, person_no as resource_no, occurrence, epoch_us(enabled_at) as enabled,
    epoch_us(coalesce(started_at, ended_at)) as begins, epoch_us(ended_at) as ends, started_at is null as is_elapsed,
    round(coalesce(paused_seconds, 0) * 1e6)::bigint as paused
from personal_event event join case_span using (case_no)
where not is_open and not is_truncated
order by event.case_no, position
