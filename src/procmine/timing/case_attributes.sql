-- What is known of the case of this view?
-- grain: name
-- uses:
select name, text as value from case_attribute where case_no in (select case_no from case_span) order by lower(name), name
