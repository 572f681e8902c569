    -- What is known of each case as it begins: attributes of the case, and those of its first work where they vary inside cases.
    -- A number written plainly is the same value however it is written; other texts are as they stand.
    select case_no, name, text, number, instant, false as is_of_first_work,
        case when regexp_full_match(text, '-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-][0-9]+)?') then coalesce(number::varchar, text) else text end as told
    from case_attribute where case_no in (select case_no from case_span)
    union all
    select case_no, name, text, number, instant, true, text
    from event_attribute where event_no in (select event_no from event where position = 1)
