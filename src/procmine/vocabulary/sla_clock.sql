-- uses: judged_case, work_end, asked_condition, held_condition
    -- For each case the promise that applies, when its clock starts, and when the work promised is done (`done_at` null where it is not yet).
    -- Of the promises the first whose conditions hold applies. A finished case without what was promised stops its clock where it ends.
    with promise as (select unnest(range(len($promise_us::bigint[])))::integer as check_no, unnest($promise_us::bigint[]) as allowed_us),
    failing as (
        select distinct c.check_no, case_no from asked_condition c cross join judged_case
        left join held_condition h on h.condition_no = c.condition_no and held_no = case_no
        where side = 'promise' and (h.condition_no is not null) = is_complement
    ),
    promised as (
        select case_no, arg_min(allowed_us, check_no) as allowed_us
        from promise cross join judged_case anti join failing using (check_no, case_no) group by case_no
    ),
    started as (
        select case_no, min(coalesce(started_at, ended_at)) as from_at, min(position) as from_position from event join activities using (activity_no)
        where $starts is null or list_contains($starts, activity) group by case_no
    ),
    -- What goes on is not done yet. With named starts what answers stands after the start, also at the same instant, or is the start and lasts.
    reached as (
        select case_no, min(coalesce(ended_at, started_at)) as reached_at from event join activities using (activity_no) join started using (case_no)
        join work_end using (event_no)
        where list_contains($ends::varchar[], activity) and not goes_on
            and ($starts is null or position > from_position or position = from_position and ended_at > started_at)
        group by case_no
    )
    select case_no, case_id, case_span.is_open, allowed_us, from_at,
        case when $ends is null then case when not case_span.is_open then last_at end else coalesce(reached_at, case when not case_span.is_open then last_at end) end as done_at,
        $ends is null or reached_at is not null as is_as_promised
    from case_span join judged_case using (case_no) left join promised using (case_no) left join started using (case_no) left join reached using (case_no)
