-- Which cases does the given rule call complete?
-- grain: case_no
-- A case is complete when any of its events carries one of the values: an activity that has ended, or an attribute's text.
-- Where the log knows no ends at all, an activity that has begun must do. With `$is_last` only the last work of the case counts.
create table completed as
select case_no, true as is_complete
from version.events join version.activities using (activity_no)
where $attribute = 'activity' and list_contains($values, activity)
    and (ended_at is not null or (select count(ended_at) from version.events) = 0)
    and (not $is_last or event_no in (select max(event_no) from version.events group by case_no))
union
select case_no, true from version.case_attribute where name = $attribute and list_contains($values, text)
union
select case_no, true from version.event_attribute where name = $attribute and list_contains($values, text);
