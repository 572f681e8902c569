    -- Each stage of each case: from the end of a piece of work (its start while it has not ended) until the next one begins.
    -- The last stage of an open case lasts until the extraction at least; that of a finished case is none.
    select case_no, position, activity_no, resource_no, entered_at, is_in_work,
        greatest(epoch_us(coalesce(next_at, $extracted_at::timestamp)) - epoch_us(entered_at), 0) / 1e6 as seconds, next_at is null as is_now
    from (
        select case_no, position, activity_no, resource_no, coalesce(ended_at, started_at) as entered_at, ended_at is null as is_in_work,
            lead(coalesce(started_at, ended_at)) over (partition by case_no order by position) as next_at
        from event
    )
    where next_at is not null or case_no in (select case_no from case_span where is_open)
