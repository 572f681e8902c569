-- What does an import read of a tool's history?
-- grain: event, in the order of items and what happened to them
-- uses: valued_event, kept_item; the columns of fields and of steps' attributes are put in where they are named
create or replace table staged as
select row_number() over (order by i.key, coalesce(started_at, ended_at), nth) as source_row, null::bigint as source_line,
    i.key as "Item", activity as "Status", started_at at time zone 'UTC' as "Entered", ended_at at time zone 'UTC' as "Left", who as "Assignee",
    nth::varchar as "Order", category as "Status category", entered_by as "Entered by", left_by as "Left by",
    if(handed_over > 0, handed_over::varchar, null) as "Handed over within", if(is_bot, 'yes', null) as "Automated", i.title as "Title" /* fields */
from valued_event join kept_item i using (item_id)
order by source_row;
