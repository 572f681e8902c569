-- What do the values of each attribute say of people: how many belong to each, and which belong to one alone?
-- grain: name, text
with told as (
    select name, text, resource_no from main.event_attribute join (select event_no, resource_no from main.events) using (event_no)
    union all
    select name, text, resource_no from main.case_attribute join (select case_no, resource_no from main.events) using (case_no)
),
counted as (
    select name, text, resource_no, count(*) as pieces from told
    where resource_no is not null and text is not null group by name, text, resource_no
),
-- The value that most of somebody's work bears, and how much of it does.
most as (
    select name, resource_no, arg_max(text, pieces) as text, max(pieces) as pieces, sum(pieces) as of_all
    from counted group by name, resource_no
)
select name, text, any_value(resource) as sole_resource, count(*) as people, sum(pieces) as pieces,
    count(most_no) as members, any_value(share_that_belong) as share_that_belong, lower(text) in (select lower(resource) from main.resources) as is_a_name
from counted
join main.resources using (resource_no)
left join (select name, text, resource_no, resource_no as most_no from most) using (name, text, resource_no)
join (select name, count(*) filter (pieces >= 0.95 * of_all) / count(*) as share_that_belong from most group by name) using (name)
group by name, text
