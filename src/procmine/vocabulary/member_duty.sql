-- uses: occupied
    -- When each resource is there to be called on: from its first work to its last, and where a calendar is given only on duty;
    -- here none is.
    select resource_no, min(started_at) as begins_at, max(ended_at) as ends_at from occupied group by resource_no
