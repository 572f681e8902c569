-- uses: stretch
    -- The stretches of each case's critical path: waits and work by turns, which add up to its cycle time.
    select * from stretch where is_critical
