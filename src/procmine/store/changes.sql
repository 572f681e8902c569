-- What does each case of a version hold, in a form that can be compared?
-- grain: case_id
-- `attributes` stands for the values each attribute takes in the case, whether the version keeps them by case or by event.
with value as (
    select case_no, name, text from case_attribute union select case_no, name, text from event_attribute
),
held as (
    select case_no, list(concat_ws(chr(31), name, text) order by name, text) as attributes from value where text is not null group by case_no
)
select case_id, not any_value(is_open) as is_closed, any_value(attributes) as attributes,
    list(concat_ws(chr(31), activity, coalesce(started_at::varchar, ''), coalesce(ended_at::varchar, ''), coalesce(resource, ''), turn) order by position) as marks
from cases
join (
    -- Events that are alike in everything are told apart by their turn.
    select *, row_number() over (partition by case_no, activity_no, started_at, ended_at, resource_no order by position) as turn from events
) using (case_no)
join activities using (activity_no)
left join resources using (resource_no)
left join held using (case_no)
group by case_id
