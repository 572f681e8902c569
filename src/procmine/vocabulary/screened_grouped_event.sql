-- uses: recorded_grouped_event
    -- Each piece of work with its group, as it may be told: groups of which fewer than five people are at work in the view go together,
    -- and where they are fewer than five together the smallest other one goes with them.
    with worker as (
        select "group", person_no, case when ended_at is not null and (started_at is not null or not $screen_has_starts) then person_no end as full_no
        from recorded_grouped_event where person_no is not null
    ),
    size as (select "group", count(distinct full_no) as people from worker group by "group"),
    few as (select "group" from size where people < $screen_least_people),
    together as (
        from few
        union all
        select "group" from (from size anti join few using ("group") where exists (from few) and (select count(distinct full_no) from worker semi join few using ("group")) < $screen_least_people
            order by people, "group" limit 1)
    )
    select work.* replace (case when together."group" is null then work."group" else $screen_smaller end as "group")
    from recorded_grouped_event work left join together using ("group")
