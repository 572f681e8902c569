-- uses: finished_case
    -- The finished cases that are drawn: at most $most_drawn, evenly by the order in which they ended.
    select case_no, place from finished_case where ((place + 1) * $most_drawn) // cases > (place * $most_drawn) // cases
