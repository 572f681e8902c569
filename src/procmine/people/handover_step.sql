-- Who does the first, the second and the third piece of work, one enabling the next?
-- grain: step, from_resource, to_resource
-- uses: passage, hand
-- prepared with: nothing
with first as (
    select event_no from passage where predecessor_event_no is null or predecessor_event_no not in (select event_no from passage)
),
second as (
    select event_no, from_no, to_no from passage where predecessor_event_no in (select event_no from first)
),
third as (
    select event_no, from_no, to_no from passage where predecessor_event_no in (select event_no from second)
),
told as (
    select 1 as step, from_no, to_no, count(*) as times from second group by all
    union all
    select 2, from_no, to_no, count(*) from third group by all
)
select step, coalesce(f.hand, '(missing)') as from_resource, coalesce(t.hand, '(missing)') as to_resource, times
from told
left join hand f on f.hand_no = from_no
left join hand t on t.hand_no = to_no
order by step, times desc, from_resource, to_resource
