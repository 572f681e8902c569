-- uses: recorded_event_group
    -- The site of each piece of work of which one is known, as it may be told: sites at which fewer than five people are at work in the view
    -- go together, and where they are fewer than five together the smallest other one goes with them.
    with known as (select event_no, "group" as site from recorded_event_group where "group" <> '(missing)'),
    worker as (select site, full_no from known join event using (event_no) where person_no is not null),
    size as (select site, count(distinct full_no) as people from worker group by site),
    few as (select site from size where people < $screen_least_people),
    together as (
        from few
        union all
        select site from (from size anti join few using (site) where exists (from few) and (select count(distinct full_no) from worker semi join few using (site)) < $screen_least_people
            order by people, site limit 1)
    )
    select event_no, case when together.site is null then known.site else $screen_smaller end as site
    from known left join together using (site)
