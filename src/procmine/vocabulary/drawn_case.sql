    -- The cases that are drawn, evenly by the order of their arrival: so many that their dots stay within $most_dots, and at most $most_cases.
    -- A case that alone has more dots than that is none of them.
    select case_no from (
        select case_no, row_number() over (order by first_at, case_no) - 1 as place, count(*) over () as cases,
            greatest(1, least(count(*) over (), $most_cases, ($most_dots * count(*) over ()) // (sum(events) over ())))::bigint as lines
        from case_span where events <= $most_dots
    )
    where ((place + 1) * lines) // cases > (place * lines) // cases
