-- What happened in the cases that are no plain chain, and how long did each piece of work wait for which cause?
-- grain: event_no
-- uses: branched_case, attributed_wait
-- Instants in microseconds; work that has not ended lets nothing begin.
select event.case_no, event.activity_no, epoch_us(enabled_at) as enabled, epoch_us(coalesce(started_at, ended_at)) as begins, epoch_us(ended_at) as ends,
    coalesce(batching_seconds - batching_busy_seconds, 0) as batching, coalesce(batching_busy_seconds, 0) as "batching while busy",
    coalesce(contention_seconds, 0) as contention, coalesce(prioritisation_seconds, 0) as prioritisation,
    coalesce(unavailability_seconds, 0) as unavailability, coalesce(extraneous_seconds, 0) as extraneous,
    coalesce(unattributed_seconds, 0) as unattributed
from event semi join branched_case using (case_no) left join attributed_wait using (event_no)
order by event.case_no, position
