-- uses: view_window, personal_event
    -- The weeks of one person in the log's own zone, each from its Monday, from their first work to their last, and the part of each that is seen.
    select timezone('UTC', timezone($zone, local_at)) as period_at, timezone('UTC', timezone($zone, local_at + to_days(7))) as ends_at,
        greatest(timezone('UTC', timezone($zone, local_at)), from_at) as seen_from,
        least(timezone('UTC', timezone($zone, local_at + to_days(7))), until_at) as seen_until
    from (
        select from_at, until_at, unnest(generate_series(
            date_trunc('week', timezone($zone, timezone('UTC', first_at))), date_trunc('week', timezone($zone, timezone('UTC', last_at))), to_days(7))) as local_at
        from view_window, (
            select min(coalesce(started_at, ended_at)) as first_at, 
                greatest(max(coalesce(ended_at, greatest(started_at, $extracted_at::timestamp))) - to_microseconds(1), min(coalesce(started_at, ended_at))) as last_at
            from personal_event where ended_at is not null or started_at is null or case_no in (select case_no from case_span where is_open)
        )
    )
