-- uses: view_window
    -- The periods of the view in the log's own zone, from its first instant to its last, and the part of each that is seen.
    select timezone('UTC', timezone($zone, local_at)) as period_at, timezone('UTC', timezone($zone, local_at + to_months($months) + to_days($days))) as ends_at,
        greatest(timezone('UTC', timezone($zone, local_at)), from_at) as seen_from,
        least(timezone('UTC', timezone($zone, local_at + to_months($months) + to_days($days))), until_at) as seen_until
    from (
        select from_at, until_at, unnest(generate_series(date_trunc($period, timezone($zone, timezone('UTC', from_at))),
            date_trunc($period, timezone($zone, timezone('UTC', until_at))), to_months($months) + to_days($days))) as local_at
        from view_window
    )
