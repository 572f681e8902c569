-- uses: member_state, owner
    -- While anybody of each pool is there, and whether it is full: somebody is at work, and nobody is there and not at work.
    with change as (
        select owner_no, unnest([begins_at, ends_at]) as changes_at, unnest([1, -1]) as there, unnest([1, -1]) * (not is_at_work)::integer as free
        from member_state join owner using (resource_no)
    ),
    turn as (
        select owner_no, changes_at, case when sum(free) over so_far > 0 then 'free' when sum(there) over so_far > 0 then 'full' else 'nobody' end as state
        from (select owner_no, changes_at, sum(there) as there, sum(free) as free from change group by owner_no, changes_at)
        window so_far as (partition by owner_no order by changes_at)
    )
    select owner_no, changes_at as begins_at, lead(changes_at) over (partition by owner_no order by changes_at) as ends_at, state = 'full' as is_full
    from (from turn qualify state is distinct from lag(state) over (partition by owner_no order by changes_at))
    qualify state <> 'nobody'
