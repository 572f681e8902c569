    -- What is known of each case as it begins: attributes of the case, and those of its first work where they vary inside cases.
    select case_no, name, text, number, instant from case_attribute where case_no in (select case_no from case_span)
    union all
    select case_no, name, text, number, instant from event_attribute where event_no in (select event_no from event where position = 1)
