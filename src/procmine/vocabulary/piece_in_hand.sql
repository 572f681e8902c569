-- uses: grouped_event
    -- Work somebody has begun: in hand from its start to its end, unfinished work until the extraction, if its case is open.
    select "group", resource_no, person_no, started_at, coalesce(ended_at, greatest(started_at, $extracted_at::timestamp)) as left_at, ended_at is null as is_unfinished
    from grouped_event
    where started_at is not null and (ended_at is not null or case_no in (select case_no from case_span where is_open))
