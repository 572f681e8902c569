-- uses: personal_event, belonging, role_of
    -- The group of each person at work in the view, as it may be told, and by which number they are told in it: that of their role, or of
    -- everyone where groups cut across roles. Groups of fewer than five go together, and where they are fewer than five together the
    -- smallest other one goes with them.
    with person as (
        select person_no, any_value(resource_no) as resource_no, max(full_no) as full_no from personal_event where person_no is not null group by person_no
    ),
    member as (
        select person_no, full_no, case when $team_of is null or role is not null then person.resource_no else $screen_everyone_no end as resource_no,
            case when $team_of is null then '(all)' else coalesce(role, team, '(missing)') end as "group"
        from person left join belonging on belonging.resource_no = person_no
        left join (from role_of where $team_of = 'role') own on own.resource_no = person.resource_no
    ),
    size as (select "group", count(full_no) as people from member group by "group"),
    few as (select "group", people from size where people < $screen_least_people),
    together as (
        select "group" from few
        union all
        select "group" from (from size anti join few using ("group") where (select sum(people) from few) < $screen_least_people order by people, "group" limit 1)
    )
    select person_no, resource_no, case when together."group" is null then member."group" else $screen_smaller end as "group"
    from member left join together using ("group")
