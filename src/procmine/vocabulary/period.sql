-- uses: case_stay
    -- The periods of the view in the log's own zone, and the instants within which each of them is seen.
    select timezone('UTC', timezone($zone, local_at)) as period_at, timezone('UTC', timezone($zone, local_at + to_months($months) + to_days($days))) as ends_at,
        greatest(timezone('UTC', timezone($zone, local_at)), first_at) as seen_from,
        least(timezone('UTC', timezone($zone, local_at + to_months($months) + to_days($days))), last_at) as seen_until
    from (
        select first_at, last_at, unnest(generate_series(
            date_trunc($period, timezone($zone, timezone('UTC', first_at))),
            date_trunc($period, timezone($zone, timezone('UTC', last_at))),
            to_months($months) + to_days($days))) as local_at
        from (select min(arrived_at) as first_at, max(left_at) as last_at from case_stay)
    )
