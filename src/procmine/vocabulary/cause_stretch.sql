-- uses: personal_event, held, owner, batch, begun, multitasking
    -- Each wait of work with a known start and resource, cut into stretches of one cause: `batching` until the last of its batch
    -- is ready, then `contention` while its owner does what was ready before it, `prioritisation` while it does only what
    -- became ready later, `idle` while it is not held by any. Once its batch has begun, only the batch's other members count.
    with waiting as (
        select event_no, person_no as resource_no, owner_no, event.enabled_at, begun_at as started_at, batch_no,
            coalesce(batch_enabled_at, event.enabled_at) as free_at, coalesce(batch_started_at, begun_at) as run_at
        from personal_event event join begun using (event_no) join owner on owner.resource_no = person_no
        left join (select event_no, batch_no, batch_enabled_at, batch_started_at from batch) using (event_no)
        where begun_at > event.enabled_at
    ),
    busy as (
        select w.event_no, greatest(o.begins_at, w.enabled_at) as begins_at, least(o.ends_at, w.run_at) as ends_at,
            (o.enabled_at <= w.free_at)::integer as before, 0 as multitasking
        from waiting w
        join held o on o.owner_no = w.owner_no and o.begins_at < w.run_at and o.ends_at > w.enabled_at
        union all
        select w.event_no, o.begins_at, least(o.ends_at, w.started_at), (o.enabled_at <= w.enabled_at)::integer, 0
        from waiting w
        join batch m on m.batch_no = w.batch_no and m.started_at < w.started_at
        join held o on o.event_no = m.event_no
        union all
        select w.event_no, greatest(o.begins_at, w.enabled_at), least(o.ends_at, w.started_at), 0, 1
        from waiting w join multitasking o on o.owner_no = w.owner_no and o.begins_at < w.started_at and o.ends_at > w.enabled_at
    ),
    change as (
        select event_no, begins_at as changes_at, before, 1 - before - multitasking as later, multitasking from busy where ends_at > begins_at
        union all
        select event_no, ends_at, -before, before + multitasking - 1, -multitasking from busy where ends_at > begins_at
        union all
        select event_no, unnest([enabled_at, free_at, started_at]), 0, 0, 0 from waiting
    ),
    piece as (
        select event_no, changes_at as begins_at, lead(changes_at) over so_far as ends_at, sum(before) over so_far as before, sum(later) over so_far as later,
            sum(multitasking) over so_far as multitasking
        from (select event_no, changes_at, sum(before) as before, sum(later) as later, sum(multitasking) as multitasking
            from change group by event_no, changes_at)
        window so_far as (partition by event_no order by changes_at)
    )
    select event_no, resource_no, begins_at, ends_at, before + later > 0 as is_busy, multitasking > 0 as is_multitasking,
        case when begins_at < free_at then 'batching' when before > 0 then 'contention' when later > 0 then 'prioritisation' else 'idle' end as cause
    from piece join waiting using (event_no)
    where ends_at > begins_at
