-- What does each lifecycle word of the source mean?
-- grain: source_row
-- Words are those of XES and of the exports that follow it; a word not known here marks an end, and the import says so.
-- Where every row names the piece of work it belongs to, that name decides which rows belong together.
create table lifecycle_row as
select source_event.source_row, sequence, case_id, activity, resource,
    case when (select count(*) from source_event where lifecycle is not null)
        = (select count(*) from named_instance semi join (from source_event where lifecycle is not null) using (source_row))
        then instance else '' end as instance, coalesce(ended_at, started_at) as marked_at, lifecycle,
    case
        when lifecycle in ('start', 'started', 'begin', 'began', 'in_progress', 'processing') then 'start'
        when lifecycle in ('suspend', 'suspended', 'pause', 'paused') then 'suspend'
        when lifecycle in ('resume', 'resumed') then 'resume'
        when lifecycle in ('schedule', 'scheduled', 'assign', 'assigned', 'reassign', 'reassigned', 'enable', 'enabled') then 'schedule'
        when lifecycle in ('abort', 'aborted', 'ate_abort', 'pi_abort', 'withdraw', 'withdrawn', 'cancel', 'cancelled', 'canceled') then 'abort'
        else 'complete'
    end as word
from source_event left join named_instance using (source_row) where lifecycle is not null;
