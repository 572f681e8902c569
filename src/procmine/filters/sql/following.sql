    -- cases in which the second activity comes after the first: eventually, or at the next position
    select distinct a.case_no
    from events a
    join events b on b.case_no = a.case_no and b.position > a.position
    where a.activity_no in (select activity_no from activities where activity = $first)
        and b.activity_no in (select activity_no from activities where activity = $second)
        and (not $is_direct or b.position = a.position + 1)
        and ($within_seconds is null
            or epoch(coalesce(b.started_at, b.ended_at)) - epoch(coalesce(a.ended_at, a.started_at)) <= $within_seconds)
