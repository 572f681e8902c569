-- Which cases differ between two versions, and by how many events?
-- grain: case_id
select coalesce(l.case_id, e.case_id) as case_id,
    case when e.case_id is null then 'added' when l.case_id is null then 'removed' else 'altered' end as change,
    len(list_filter(coalesce(l.marks, []), lambda mark: not list_contains(coalesce(e.marks, []), mark))) as events_added,
    len(list_filter(coalesce(e.marks, []), lambda mark: not list_contains(coalesce(l.marks, []), mark))) as events_removed,
    l.case_id is not null and e.case_id is not null and e.attributes is distinct from l.attributes as has_attributes_altered,
    coalesce(e.is_closed, false) as was_closed
from memory.main.changes_earlier e
full join memory.main.changes_later l using (case_id)
where e.marks is distinct from l.marks or e.attributes is distinct from l.attributes
order by change, case_id
