    -- The clock hours of the view in the log's own zone; zones a half hour apart begin their hours there.
    select slot_no, shift, make_timestamp((slot_no * 3600 - shift) * 1000000) as slot_at,
        isodow(timezone($zone, timezone('UTC', make_timestamp((slot_no * 3600 - shift) * 1000000))))::integer as weekday,
        hour(timezone($zone, timezone('UTC', make_timestamp((slot_no * 3600 - shift) * 1000000))))::integer as hour
    from (
        select shift, unnest(generate_series(floor((epoch(low) + shift) / 3600)::bigint, floor((epoch(high) + shift) / 3600)::bigint)) as slot_no
        from (
            select min(coalesce(started_at, ended_at)) as low, 
                max(coalesce(ended_at, case when case_no in (select case_no from case_span where is_open) then greatest(started_at, $extracted_at::timestamp) else started_at end)) as high,
                ((epoch(timezone($zone, timezone('UTC', min(coalesce(started_at, ended_at))))) - epoch(min(coalesce(started_at, ended_at))))::bigint % 3600 + 3600) % 3600 as shift
            from event
        )
    )
