-- How many pieces and hours of work stand behind each group, by what was done and who did it?
-- grain: group, activity, resource, team
-- uses: personal_event, apportioned_work, event_group, belonging
with piece as (
    select event.event_no, event.case_no, activity, resource, event.resource_no, person_no, elapsed_hours, apportioned_hours, team, started_at is not null and person_no is not null
            and (ended_at is not null or is_open) as is_timed,
        case $each when 'activity' then activity when 'case' then case_id when 'variant' then printf('%05d', variant_no) else "group" end as "group"
    from personal_event event
    join activities using (activity_no) join case_span using (case_no) join event_group using (event_no)
    left join (select event_no, elapsed_hours, apportioned_hours from apportioned_work) using (event_no)
    left join case_variant on case_variant.case_no = event.case_no
    left join resources on resources.resource_no = event.resource_no
    left join (select resource_no as person_no, team from belonging) using (person_no)
),
-- Activities that fewer people do than may be told go together, and the smallest of the others with them.
worker as (select "group", count(distinct person_no) as people from piece group by "group"),
few as (select "group" from worker where people between 1 and $least_people - 1 and $each = 'activity'),
together as (
    from few
    union all
    from (select "group" from worker anti join few using ("group") where exists (from few) order by people, "group" limit 1)
),
told as (
    select piece.* replace (case when together."group" is null then piece."group" else $smaller end as "group")
    from piece left join together on together."group" = piece."group"
),
size as (select "group", count(distinct case_no) as cases from told group by "group"),
-- How many people stand behind each, where that decides what may be told.
hand as (select "group" as of_group, resource as of_resource, team as of_team, count(distinct person_no) as people from told where $least_people > 1 group by all)
select "group", cases, activity, resource, team, max(people) as people, count(*) as pieces, count(*) filter (is_timed) as timed_pieces,
    coalesce(sum(apportioned_hours), 0) as hours, coalesce(sum(elapsed_hours), 0) as elapsed_hours
from told join size using ("group")
left join hand on of_group = "group" and of_resource is not distinct from resource and of_team is not distinct from team
group by "group", cases, activity, resource, team
order by "group", activity, resource nulls last, team nulls last
