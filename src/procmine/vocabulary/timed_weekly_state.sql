-- uses: weekly_state
    -- How long each state of one person's hands lasted, and how much of it on duty: without a calendar all of it.
    select *, (epoch_us(ends_at) - epoch_us(begins_at)) / 3.6e9 as hours, (epoch_us(ends_at) - epoch_us(begins_at)) / 3.6e9 as duty_hours from weekly_state
