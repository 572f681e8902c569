-- In which status was each item, from when to when, and who had it?
-- grain: a stay of an item in a status
-- uses: told_span, value_name, kept_item; $done, the names of statuses in which nothing is left to do; $diffed, fields without a history
-- A status in which nothing is left to do is an instant: it takes no time until the item is taken up again.
create or replace temp table stay as
select item_id, nth, status, category, from_at as entered_at, if(category = 'done', from_at, until_at) as left_at, from_by as entered_by, until_by as left_by
from (
    select s.*, coalesce(k.name, s.value, s.value_id) as status,
        case when list_contains($done::varchar[], lower(coalesce(k.name, s.value, s.value_id))) then 'done'
            when k.category <> 'done' then k.category end as category
    from told_span s left join value_name k using (field, value_id)
    where field = 'status'
)
where status is not null;

-- Of a tool without a history, an item that was done when it was first seen was done by its last update; what it was before is not known.
insert into stay by name
select item_id, -1 as nth, '(not known)' as status, entered_at, first_told_at as left_at, entered_by
from stay join kept_item using (item_id)
where nth = 0 and category = 'done' and list_contains($diffed, 'status') and entered_at < first_told_at;

update stay set entered_at = b.left_at, left_at = b.left_at from stay b where b.item_id = stay.item_id and b.nth = -1 and stay.nth = 0;

-- Who had it the longest of the stay, which may be nobody; of equals who had it last.
create or replace temp table holder as
select item_id, nth, arg_max({id: value_id, name: value}, (held_seconds, from_at)) as longest,
    greatest(0, count(distinct coalesce(value_id, value)) filter (held_seconds > 0) - 1) as handed_over
from (
    select item_id, s.nth, a.value_id, a.value, a.from_at,
        epoch(least(coalesce(a.until_at, 'infinity'), coalesce(left_at, seen_at)) - greatest(coalesce(a.from_at, entered_at), entered_at)) as held_seconds
    from stay s join kept_item using (item_id) join told_span a using (item_id)
    where a.field = 'assignee'
        and coalesce(a.from_at, '-infinity') <= coalesce(left_at, 'infinity') and coalesce(a.until_at, 'infinity') >= coalesce(entered_at, '-infinity')
)
group by item_id, nth;

create or replace temp table told_event as
select item_id, nth, 'status' as origin, status as activity, entered_at as started_at, left_at as ended_at, entered_at as seen_from, category,
    longest.id as who_id, longest.name as who_name, handed_over, entered_by, left_by, null::varchar as attributes
from stay left join (from holder where nth >= 0) using (item_id, nth);
