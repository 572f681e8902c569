-- How much of each wait has which cause, on the clock and in working time?
-- grain: event_no
-- uses: attributed_wait
select event_no, batching_seconds as batching, batching_worked_seconds as batching_worked, batching_busy_seconds as batching_busy, contention_seconds as contention,
    contention_worked_seconds as contention_worked, prioritisation_seconds as prioritisation, prioritisation_worked_seconds as prioritisation_worked,
    extraneous_seconds as extraneous, extraneous_seconds as extraneous_worked, unavailability_seconds as unavailability, 0.0 as unavailability_worked,
    unattributed_seconds as unattributed, unattributed_worked_seconds as unattributed_worked
from attributed_wait
order by event_no
