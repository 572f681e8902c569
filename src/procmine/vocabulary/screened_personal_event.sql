    -- The same where roles are told: the view's work knows the person behind each.
    select * from event
