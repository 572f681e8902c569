    -- Each stage of each case: a piece of work from its start to its end (or until the next begins, where its end is not recorded), and
    -- what lies after it, from its end until the next one begins. The last stage of an open case lasts until the extraction at least.
    with piece as (
        select case_no, position, activity_no, resource_no, started_at, ended_at, case_no in (select case_no from case_span where is_open) as is_open,
            lead(coalesce(started_at, ended_at)) over (partition by case_no order by position) as next_at
        from event
    ),
    stay as (
        select case_no, position, activity_no, resource_no, true as is_in_work, started_at as entered_at, coalesce(ended_at, next_at) as left_at, is_open
        from piece where started_at is not null
        union all
        select case_no, position, activity_no, resource_no, false, ended_at, next_at, is_open from piece where ended_at is not null
    )
    select case_no, position, activity_no, resource_no, entered_at, is_in_work,
        greatest(epoch_us(coalesce(left_at, $extracted_at::timestamp)) - epoch_us(entered_at), 0) / 1e6 as seconds, left_at is null as is_now
    from stay
    where left_at is not null or is_open
