-- uses: personal_event
    -- Work under way in somebody's hands: each piece from its start to its end, unfinished ones until the extraction, cut at its pauses.
    -- Where the case is finished, work without an end has ended at a time that nobody recorded: it lasts for nobody knows how long.
    with piece as (
        select event_no, person_no, resource_no, activity_no, started_at, coalesce(ended_at, greatest(started_at, $extracted_at::timestamp)) as left_at
        from personal_event where person_no is not null and started_at is not null
            and (ended_at is not null or case_no in (select case_no from case_span where is_open))
    )
    select event_no, person_no, resource_no, activity_no, started_at as begins_at, left_at as ends_at from piece anti join pauses using (event_no)
    union all
    select event_no, person_no, resource_no, activity_no, unnest(list_prepend(started_at, resumed)), unnest(list_append(paused, left_at))
    from piece
    join (select event_no, list(paused_at order by paused_at) as paused, list(resumed_at order by paused_at) as resumed from pauses group by event_no) using (event_no)
