-- What does each row of the source that marks a start, a pause or an end say?
-- grain: source_row
-- Where every row names the piece of work it belongs to, that name decides which rows belong together.
create table lifecycle_row as
select r.source_row, sequence, case_id, activity, resource, named_instance.instance as named,
    case when count(*) over () = count(named_instance.instance) over () then named_instance.instance else '' end as instance,
    coalesce(ended_at, started_at) as marked_at, r.lifecycle, coalesce(word, 'complete') as word
from source_event r
left join lifecycle_word using (lifecycle)
left join named_instance on named_instance.source_row = r.source_row
where r.lifecycle is not null;

-- Rows are kept as they were recorded: rows that are added to the log later may end, resume or begin what these tell.
create table version.lifecycle_rows as
select source_row, sequence, case_id, activity, resource, named as instance, marked_at, lifecycle from lifecycle_row;
