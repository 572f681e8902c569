-- uses: occupied
    -- When each piece of work began at the earliest, in a log that records no starts; unknown where no resource is recorded.
    select event.event_no, occupied.started_at as begun_at from event left join occupied using (event_no)
