-- uses: recorded_holder
    -- In the hands of which group each piece of work was, as it may be told: groups of which fewer than five people are at work in the
    -- view, or in all work of its cases, go together, and where they are fewer than five together the smallest other one goes with them.
    with worker as (
        select hand, events.full_no, case when event.event_no is not null then events.full_no end as seen_no, event.event_no is not null as is_seen
        from recorded_holder join events using (event_no) left join (select event_no from event) event using (event_no)
        where events.case_no in (select case_no from case_span) and events.person_no is not null
    ),
    size as (select hand, least(count(distinct full_no), case when bool_or(is_seen) then count(distinct seen_no) end) as people from worker group by hand),
    few as (select hand from size where people < $screen_least_people),
    together as (
        from few
        union all
        select hand from (from size anti join few using (hand) where exists (from few) and (select count(distinct seen_no) from worker semi join few using (hand)) < $screen_least_people
            order by people, hand limit 1)
    )
    select event_no, case when together.hand is null then told.hand else $screen_smaller end as hand
    from recorded_holder told left join together using (hand)
