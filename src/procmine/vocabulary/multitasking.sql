-- uses: member_state, owner
    -- While a resource, or somebody of a pool, has several pieces of work under way at once.
    select owner_no, begins_at, ends_at from member_state join owner using (resource_no) where is_multitasking
