    -- The sequences of shown work, by number; the version has none of its own for them.
    select trace_no, any_value(activity_nos) as activity_nos, null::double as id from case_trace group by trace_no
