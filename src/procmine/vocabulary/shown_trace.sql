    -- The sequences of shown work, by number.
    select trace_no, any_value(activity_nos) as activity_nos from case_trace group by trace_no
