    -- The view's first and last instant; work that has not ended lasts until the extraction.
    select min(coalesce(started_at, ended_at)) as from_at, max(coalesce(ended_at, greatest(started_at, $extracted_at::timestamp))) as until_at from event
