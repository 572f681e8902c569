    -- Until when each piece of work lasts: to its end; to the extraction where it goes on, having no end though its case is open and the log
    -- knows ends; else it is over as it starts, since nobody knows better.
    select event_no, coalesce(ended_at, case when goes_on then greatest(started_at, $extracted_at::timestamp) end, started_at) as over_at, goes_on
    from (
        select event_no, started_at, ended_at, ended_at is null and case_span.is_open and (select count(ended_at) from events) > 0 as goes_on
        from event join case_span using (case_no)
    )
