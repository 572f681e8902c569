-- uses: working_shift, counted_for
    -- When work is done by each calendar: instants in UTC, merged, half-open, with the working microseconds before each,
    -- so that up to an instant W = us_before + least(what has passed of the interval it lies in or after, us).
    -- A row before all others stands for the time in which nothing was worked yet; from beyond the horizon on nothing is known.
    -- Local hours become instants one by one, so a night in which the clock changes has the length it had. An hour that
    -- the clock skips is read as the hour after it, an hour that comes twice as its second coming.
    select calendar_no, begins_at, ends_at, us,
        coalesce(sum(us) over (partition by calendar_no order by begins_at rows between unbounded preceding and 1 preceding), 0)::bigint as us_before
    from (
        select calendar_no, min(begins_at) as begins_at, max(ends_at) as ends_at, epoch_us(max(ends_at)) - epoch_us(min(begins_at)) as us
        from (
            select *, sum(is_apart::integer) over (partition by calendar_no order by begins_at, ends_at rows unbounded preceding) as island
            from (
                select *, coalesce(begins_at > max(ends_at) over (
                    partition by calendar_no order by begins_at, ends_at rows between unbounded preceding and 1 preceding), true) as is_apart
                from (
                    select into_no as calendar_no, timezone('UTC', timezone(zone, local_day + to_minutes(begins))) as begins_at,
                        timezone('UTC', timezone(zone, local_day + to_minutes(ends))) as ends_at
                    from working_shift join counted_for using (calendar_no)
                )
                where ends_at > begins_at
            )
        )
        group by calendar_no, island
        union all
        select distinct into_no, $horizon_from::timestamp - to_days(2), $horizon_from::timestamp - to_days(2), 0 from counted_for
    )
    union all
    select distinct into_no, $horizon_to::timestamp + to_days(2), null, null, null from counted_for
