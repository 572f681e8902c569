    -- cases that took longer, or less; an open case is slower once its age is beyond the limit, and never faster
    select case_no from cases
    where case when $direction = 'slower'
        then case when is_open then epoch($extracted_at::timestamp) - epoch(first_at) else span_seconds end > $seconds
        else not is_open and span_seconds < $seconds
    end
