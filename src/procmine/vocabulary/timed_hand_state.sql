-- uses: hand_state
    -- How long each state of somebody's hands lasted, and how much of it on duty: without a calendar all of it.
    select *, (epoch_us(ends_at) - epoch_us(begins_at)) / 3.6e9 as hours, (epoch_us(ends_at) - epoch_us(begins_at)) / 3.6e9 as duty_hours from hand_state
