    -- Cases that are no plain chain, in which each piece of work lets the next one begin and the last to end is the last in order.
    select case_no from event group by case_no
    having not bool_and(is_critical and ended_at is not null and (position = 1 or is_enabled_by_previous))
