-- What are the activity instances of a log whose rows are already one piece of work each?
-- grain: source_row
create view instance as
select source_row, null::bigint as start_row, sequence, case_id, activity, resource, started_at, ended_at, false as is_aborted,
    0::double as paused_seconds, null::timestamp as scheduled_at
from source_event;
