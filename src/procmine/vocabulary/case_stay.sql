    -- How long each case is in progress: from its first instant to its last, an open one until the extraction. A case
    -- that began before the observation is carried in where the observation begins; one that ended by then is not seen.
    select case_no, is_open, is_truncated as is_carried_in, greatest(first_at, coalesce($observed_from::timestamp, first_at)) as arrived_at,
        case when is_open then greatest(last_at, $extracted_at::timestamp, coalesce($observed_from::timestamp, last_at)) else last_at end as left_at
    from case_span
    where is_open or last_at > $observed_from::timestamp or $observed_from is null
