    -- The sequences of activities, by number.
    select variant_no as trace_no, activity_nos from variants
