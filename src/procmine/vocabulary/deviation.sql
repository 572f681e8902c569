    -- What each sequence of activities does otherwise than the model: worked out beside this statement, by number. 0: nothing; -1: not known.
    select unnest($trace_nos::bigint[]) as trace_no, unnest($are_open::boolean[]) as is_open, unnest($deviation_nos::bigint[]) as deviation_no, unnest($times::bigint[]) as times
