-- uses: free_slack
    -- The free slack of each loose end in seconds; where a calendar is given also in working time: here none is.
    select event_no, free_until_at, (epoch_us(free_until_at) - epoch_us(ended_at)) / 1e6 as slack_seconds, null::double as slack_worked_seconds from free_slack
