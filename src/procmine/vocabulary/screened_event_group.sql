-- uses: recorded_event_group
    -- The group of each piece of work, as it may be told: groups of which fewer than five people are at work in the view go together, and
    -- where they are fewer than five together the smallest other one goes with them. Weeks and months are no groups of people.
    with worker as (select "group", full_no from recorded_event_group join event using (event_no) where person_no is not null),
    size as (select "group", count(distinct full_no) as people from worker group by "group"),
    few as (select "group" from size where people < $screen_least_people and coalesce($by not in ('week', 'month'), false)),
    together as (
        from few
        union all
        select "group" from (from size anti join few using ("group") where exists (from few) and (select count(distinct full_no) from worker semi join few using ("group")) < $screen_least_people
            order by people, "group" limit 1)
    )
    select event_no, case when together."group" is null then told."group" else $screen_smaller end as "group"
    from recorded_event_group told left join together using ("group")
