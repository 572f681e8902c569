    -- When each piece of work was planned to begin and to end, where attributes of the work tell, and when it was over: its end,
    -- or the extraction while it has not ended and its case is open.
    select event_no, resource_no, planned_start_at, planned_end_at, 
        coalesce(ended_at, case when is_open then greatest(started_at, $extracted_at::timestamp) end) as over_at
    from event join case_span using (case_no)
    join (
        select event_no, min(instant) filter (name = $planned_start) as planned_start_at, min(instant) filter (name = $planned_end) as planned_end_at
        from event_attribute where name in ($planned_start, $planned_end) and case_no in (select case_no from case_span) group by event_no
    ) using (event_no)
