    -- As what each role is told in this view: those of which fewer than five are at work here go together, and where they are fewer than
    -- five together the smallest other role goes with them. Where fewer than five are at work in the whole view, none is told.
    with role as (select resource_no, count(distinct full_no) as people from seen_event where resource_no is not null group by resource_no),
    few as (select resource_no, people from role where people < $screen_least_people or resource_no = $screen_smaller_no),
    together as (
        from few
        union all
        from (from role anti join few using (resource_no) where (select sum(people) from few) < $screen_least_people order by people, resource_no limit 1)
    )
    select role.resource_no, case when (select sum(people) from role) < $screen_least_people then null
            when together.resource_no is null then role.resource_no
            when (select count(*) from role) > 1 and (select count(*) from role) = (select count(*) from together) then $screen_everyone_no
            when role.resource_no = $screen_everyone_no then $screen_everyone_no else $screen_smaller_no end as shown_no
    from role left join together using (resource_no)
