-- uses: occupied, owner, pool_state
    -- While which work could nobody take up other work: the part of it in which its pool is full.
    select event_no, owner_no, enabled_at, greatest(started_at, begins_at) as begins_at, least(ended_at, ends_at) as ends_at
    from occupied join owner using (resource_no) join pool_state using (owner_no)
    where is_full and begins_at < ended_at and ends_at > started_at
