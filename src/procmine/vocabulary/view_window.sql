    -- The view's first and last instant; work that has not ended lasts until the extraction, if its case is open.
    select min(coalesce(started_at, ended_at)) as from_at, 
        max(coalesce(ended_at, case when case_no in (select case_no from case_span where is_open) then greatest(started_at, $extracted_at::timestamp) else started_at end)) as until_at
    from event
