    -- Until when each piece of work lasts: to its end; to the extraction while it has not ended, its case is open and the log knows ends;
    -- else it is over as it starts, since nobody knows better.
    select event_no, coalesce(ended_at, case when is_open and (select count(ended_at) from events) > 0 then greatest(started_at, $extracted_at::timestamp) end, started_at) as over_at
    from event join case_span using (case_no)
