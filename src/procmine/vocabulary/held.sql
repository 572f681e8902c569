-- uses: occupied
    -- While which work could nobody take up other work: here while its own resource does it.
    select event_no, resource_no as owner_no, enabled_at, started_at as begins_at, ended_at as ends_at from occupied
