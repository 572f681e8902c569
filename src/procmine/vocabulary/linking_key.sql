    -- What links a case to cases of other logs: its id, or each value that an attribute takes in it.
    select case_no, case_id as key from case_span where $link is null
    union
    select case_no, text from case_attribute semi join case_span using (case_no) where name = $link and text is not null
    union
    select case_no, text from event join (select event_no, text from event_attribute where name = $link and text is not null) using (event_no)
