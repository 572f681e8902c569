    -- As what each role is told in this view: one of which fewer than five are at work here goes with the others of its kind,
    -- and where these are fewer than five together, nobody is told apart.
    select resource_no, case when $least_people <= all_few or all_few = 0 then case when people < $least_people then -1 else resource_no end else -2 end as shown_no
    from (
        select resource_no, people, coalesce(sum(people) filter (people < $least_people) over (), 0) as all_few
        from (select resource_no, count(distinct person_no) as people from seen_event where resource_no is not null group by resource_no)
    )
