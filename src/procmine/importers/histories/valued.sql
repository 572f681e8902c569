-- What did each item's other fields say when an event began?
-- grain: event; `said` maps a field to its value then
-- uses: told_event, told_span, value_name, kept_person; $people, the fields whose values are people
-- A field whose changes are recorded says what it said then; any other says what it says now, which may have been set later.
create or replace temp table named_person as
select person_id, case when name is null then person_id when count(*) over (partition by name) > 1 then name || ' (' || person_id || ')' else name end as name, is_bot
from kept_person;

create or replace temp table valued_event as
select e.* exclude (who_id, who_name, entered_by, left_by), coalesce(w.name, who_name, who_id) as who, w.is_bot,
    coalesce(b.name, entered_by) as entered_by, coalesce(l.name, left_by) as left_by,
    coalesce(said, map {}) as said
from told_event e
left join named_person w on w.person_id = who_id
left join named_person b on b.person_id = entered_by
left join named_person l on l.person_id = left_by
left join (
    select item_id, e.nth, map_from_entries(list({k: s.field, v: coalesce(p.name, n.name, s.value, s.value_id)})) as said
    from told_event e join told_span s using (item_id)
    left join value_name n on n.field = s.field and n.value_id = s.value_id
    left join named_person p on p.person_id = s.value_id and list_contains($people, s.field)
    where s.field <> 'status' and (s.nth = 0 or s.from_at <= e.seen_from) and (s.until_at is null or s.until_at > e.seen_from)
        and coalesce(s.value, s.value_id) is not null
    group by item_id, e.nth
) using (item_id, nth);
