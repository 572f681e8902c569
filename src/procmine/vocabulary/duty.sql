-- uses: view_window, worker
    -- The hours for which each resource was to be had between the view's first and last instant: without a calendar all of them.
    select resource_no, (epoch_us(until_at) - epoch_us(from_at)) / 3.6e9 as available_hours from worker, view_window
