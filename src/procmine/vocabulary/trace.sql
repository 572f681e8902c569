    -- The sequences of activities, by number: that of the version, by which the filter `variants ids` knows them.
    select variant_no as trace_no, activity_nos, variant_no as id from variants
