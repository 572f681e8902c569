-- uses: timed_stretch
    -- What each wait is made of, in seconds. What is idle is `unavailability` outside the resource's working time and
    -- `extraneous` within it; without a calendar all of it counts as within.
    select event_no,
        coalesce(sum(seconds) filter (cause = 'batching'), 0) as batching_seconds,
        coalesce(sum(worked_seconds) filter (cause = 'batching'), 0) as batching_worked_seconds,
        coalesce(sum(seconds) filter (cause = 'batching' and is_busy), 0) as batching_busy_seconds,
        coalesce(sum(worked_seconds) filter (cause = 'batching' and is_busy), 0) as batching_busy_worked_seconds,
        coalesce(sum(seconds) filter (cause = 'contention'), 0) as contention_seconds,
        coalesce(sum(worked_seconds) filter (cause = 'contention'), 0) as contention_worked_seconds,
        coalesce(sum(seconds) filter (cause = 'contention' and is_multitasking), 0) as contention_multitasking_seconds,
        coalesce(sum(seconds) filter (cause = 'prioritisation'), 0) as prioritisation_seconds,
        coalesce(sum(worked_seconds) filter (cause = 'prioritisation'), 0) as prioritisation_worked_seconds,
        coalesce(sum(seconds - worked_seconds) filter (cause = 'idle'), 0) as unavailability_seconds,
        coalesce(sum(coalesce(worked_seconds, seconds)) filter (cause = 'idle'), 0) as extraneous_seconds
    from timed_stretch group by event_no
