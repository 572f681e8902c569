-- Which values does each attribute take, the most common first?
-- grain: attribute, value
with value as (
    select name, text from case_attribute where case_no in (select case_no from case_span)
    union all
    select name, text from event_attribute where event_no in (select event_no from event)
    union all
    select 'activity', activity from event join activities using (activity_no)
    union all
    select 'resource', resource from event join resources using (resource_no)
)
select name as attribute, text as value, count(*) as pieces, count(*) / sum(count(*)) over (partition by name) as share
from value where text is not null group by name, text
qualify row_number() over (partition by name order by count(*) desc, text) <= $most
order by attribute, pieces desc, value
