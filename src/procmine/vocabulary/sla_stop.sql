-- uses: sla_clock, work_end, asked_condition, held_condition
    -- The stretches in which each case's clock stands still, merged where they overlap, within the time the clock runs at all.
    -- Work with a start and an end stops the clock while it lasts, to the extraction where it goes on; a status, with one instant, until the next work of its case begins.
    with stopping as (
        select event_no from event join activities using (activity_no) where list_contains($stop_activities::varchar[], activity)
        union
        select event_no from event cross join (select unnest($stop_checks::integer[]) as check_no)
        anti join (
            select c.check_no, event_no from asked_condition c cross join event
            left join held_condition h on h.condition_no = c.condition_no and held_no = case level when 'case' then case_no else event_no end
            where side = 'stop' and (h.condition_no is not null) = is_complement
        ) using (check_no, event_no)
    ),
    recorded as (
        select event_no, case_no, coalesce(started_at, ended_at) as begins_at, case when over_at > started_at then over_at end as ends_at,
            lead(coalesce(started_at, ended_at)) over (partition by case_no order by position) as next_at
        from event join work_end using (event_no)
    ),
    stretch as (
        select case_no, greatest(begins_at, from_at) as begins_at,
            least(coalesce(ends_at, next_at, done_at, $extracted_at::timestamp), coalesce(done_at, $extracted_at::timestamp)) as ends_at
        from recorded semi join stopping using (event_no) join sla_clock using (case_no) where from_at is not null
    )
    select case_no, min(begins_at) as begins_at, max(ends_at) as ends_at
    from (
        select *, sum(is_apart::integer) over (partition by case_no order by begins_at, ends_at rows unbounded preceding) as island
        from (
            select *, coalesce(begins_at > max(ends_at) over (
                partition by case_no order by begins_at, ends_at rows between unbounded preceding and 1 preceding), true) as is_apart
            from stretch where ends_at > begins_at
        )
    )
    group by case_no, island
