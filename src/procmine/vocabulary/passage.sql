-- uses: enabled_event
    -- Each piece of work with who did it and who did the work that let it begin: its resource and that of its enabler.
    select event_no, case_no, activity_no, predecessor_activity_no, predecessor_event_no,
        predecessor_resource_no as from_no, resource_no as to_no, resource_no = predecessor_resource_no as is_same_resource,
        enabled_at, coalesce(started_at, ended_at) as taken_at, wait_seconds, wait_worked_seconds, is_elapsed
    from enabled_event
