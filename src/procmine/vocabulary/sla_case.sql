-- uses: sla_clock, sla_stop, sla_reading
    -- How much of its time each case has used, and what became of the promise. A case is due once its clock has shown more than the time
    -- allowed: an open one is overdue from then on, and one that was done before counts only from then on too, so that quick cases do not come
    -- first. At exactly the time allowed neither is due: what is open may be done while the clock stands, after hours say, and be met.
    with stood as (
        select case_no, sum(y.shown_us - x.shown_us)::bigint as stood_us, max(ends_at) as last_stop_ends_at
        from sla_stop join sla_reading x on x.read_at = begins_at join sla_reading y on y.read_at = ends_at group by case_no
    ),
    clocked as (
        select c.*, coalesce(stood_us, 0) as stood_us, done.shown_us - begun.shown_us - coalesce(stood_us, 0) as done_us,
            now.shown_us - begun.shown_us - coalesce(stood_us, 0) as now_us,
            coalesce(done_at is null and last_stop_ends_at >= $extracted_at::timestamp, false) as is_stopped
        from sla_clock c left join sla_reading begun on begun.read_at = from_at left join sla_reading done on done.read_at = done_at
        join sla_reading now on now.read_at = $extracted_at::timestamp left join stood using (case_no)
    )
    select *, coalesce(done_us, now_us) as used_us, case
            when allowed_us is null then 'no promise'
            when from_at is null then 'not started'
            when done_us > allowed_us then 'missed'
            when done_us is not null and not is_as_promised then 'ended before'
            when done_us is not null then case when now_us > allowed_us then 'met' else 'met early' end
            when now_us > allowed_us then 'overdue'
            else 'not yet due'
        end as status
    from clocked
