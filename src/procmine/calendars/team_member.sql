-- To which team does each resource belong: which value is recorded with most of its work?
-- grain: resource
-- uses: event_group
select resource, team
from (
    select resource, "group" as team, row_number() over (partition by resource order by count(*) desc, "group") as place
    from event join event_group using (event_no) join resources using (resource_no)
    where "group" <> '(missing)'
    group by resource, "group"
)
where place = 1
order by resource
