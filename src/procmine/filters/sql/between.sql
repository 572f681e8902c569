    -- cases that began, ended or were active in the period [low, high); an open case is active until the extraction
    select case_no from cases
    where case $by
        when 'start' then first_at >= $low and first_at < $high
        when 'end' then not is_open and last_at >= $low and last_at < $high
        else first_at < $high and case when is_open then greatest(last_at, $extracted_at::timestamp) else last_at end >= $low
    end
