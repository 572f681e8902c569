-- What happened in the cases that are no plain chain, and how long did each piece of work wait for which cause?
-- grain: event_no
-- uses: branched_case, wait_cause
-- Instants in microseconds; work that has not ended lets nothing begin.
select case_no, activity_no, epoch_us(enabled_at) as enabled, epoch_us(coalesce(started_at, ended_at)) as begins, epoch_us(ended_at) as ends,
    predecessor_activity_no is not null and (is_elapsed or resource_no is null) as is_unattributed,
    coalesce(batching_seconds - batching_busy_seconds, 0) as batching, coalesce(batching_busy_seconds, 0) as "batching while busy",
    coalesce(contention_seconds, 0) as contention, coalesce(prioritisation_seconds, 0) as prioritisation,
    coalesce(unavailability_seconds, 0) as unavailability, coalesce(extraneous_seconds, 0) as extraneous
from event semi join branched_case using (case_no)
left join wait_cause on wait_cause.event_no = event.event_no and predecessor_activity_no is not null
order by case_no, position
