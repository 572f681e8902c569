-- uses: case_stay
    -- When each case reached each stage: the first instant at which it had reached that stage or a later one. Stage 0 is its arrival,
    -- the last its completion, which an open case has not reached; those between are the activities of $stages, reached as their work
    -- begins (ends, where no start is recorded). What was reached before the observation counts as reached when it begins.
    select case_no, stage_no, reached_at, coalesce(lead(reached_at) over (partition by case_no order by stage_no), left_at) as passed_at
    from (
        select case_no, stage_no, left_at, min(own_at) over (partition by case_no order by stage_no rows between current row and unbounded following) as reached_at
        from (
            select case_no, left_at, stage_no, case when stage_no = 0 then arrived_at when begun_at is not null then greatest(begun_at, arrived_at)
                when stage_no > len($stages::varchar[]) and not is_open then left_at end as own_at
            from case_stay
            cross join (select unnest(range(len($stages::varchar[]) + 2)) as stage_no)
            left join (
                select case_no, list_position($stages::varchar[], activity) as stage_no, min(coalesce(started_at, ended_at)) as begun_at
                from event join activities using (activity_no) where list_contains($stages::varchar[], activity) group by all
            ) using (case_no, stage_no)
        )
    )
    where reached_at is not null
