-- Which values does an attribute take, and are they numbers or instants?
-- grain: text
with value as (
    select text, number, instant from case_attribute where name = $name
    union all
    select text, number, instant from event_attribute where name = $name
    union all
    select resource, null, null from resources where $name = 'resource'
    union all
    select activity, null, null from activities where $name = 'activity'
    union all
    select case_id, null, null from cases where $name in ('case', 'case_id')
)
select text, any_value(number) as number, any_value(instant) as instant from value where text is not null
group by text order by count(*) desc, text limit 100000
