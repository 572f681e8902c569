-- uses: loose_end
    -- Until when each ended piece of work could have gone on before it kept up what waited for it. All later work of its case
    -- waits for it that became ready no sooner than it ended and does not run side by side with it; the first to become ready
    -- counts. Where nothing waits for it the end of its case counts; in an open case that is not known yet.
    -- What let other work begin has no slack, so only loose ends are followed.
    with pair as (
        select activity_a as a, activity_b as b from concurrency union all select activity_b, activity_a from concurrency
    ),
    ready as (
        select case_no, activity_no, enabled_at, predecessor_position from events
        where predecessor_position is not null and case_no in (
            select case_no from loose_end join cases using (case_no) where position < cases.events)
    ),
    -- Where two end at one instant, it is the later in the case that lets work begin: positions tell who waits for whom.
    following as (
        select l.event_no, l.case_no, l.activity_no, l.position, l.ended_at, r.enabled_at,
            (l.activity_no, r.activity_no) in (select (a, b) from pair) as is_beside
        from loose_end l asof join ready r on l.case_no = r.case_no and (l.ended_at, l.position) <= (r.enabled_at, r.predecessor_position)
    ),
    -- Where the first to become ready runs side by side with it, the first of each other activity is looked for.
    searched as (
        select f.event_no, min(r.enabled_at) as enabled_at
        from (
            select f.*, other.activity_no as other_no from following f
            join (select distinct case_no, activity_no from ready) other using (case_no)
            where is_beside and not exists (select 1 from pair where a = f.activity_no and b = other.activity_no)
        ) f
        asof join ready r on f.case_no = r.case_no and f.other_no = r.activity_no
            and (f.ended_at, f.position) <= (r.enabled_at, r.predecessor_position)
        group by f.event_no
    )
    select l.event_no, l.resource_no, l.ended_at,
        coalesce(case when is_beside then s.enabled_at else f.enabled_at end, case when not is_open then greatest(last_at, l.ended_at) end) as free_until_at
    from loose_end l join cases using (case_no) left join following f using (event_no) left join searched s using (event_no)
