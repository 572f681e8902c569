-- What are the activity instances of a log whose rows are already one piece of work each?
-- grain: source_row
create view instance as
select source_row, null::bigint as start_row, sequence, case_id, activity, resource, started_at, ended_at, is_aborted,
    0::double as paused_seconds, null::timestamp as scheduled_at
from source_event;

-- No row marks a pause, and none has to be kept for rows that are added later.
create table pause (source_row bigint, paused_at timestamp, resumed_at timestamp);

create table version.lifecycle_rows (
    source_row bigint, sequence bigint, case_id varchar, activity varchar, resource varchar, instance varchar, marked_at timestamp, lifecycle varchar);
