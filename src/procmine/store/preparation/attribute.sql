-- Is one column of the source the same throughout each case, or does it vary inside cases?
-- grain: event_no
-- Rows where it is missing decide nothing.
create or replace table attribute_value as
select event_no, case_no, trim(text) as text
from version.events
join (from one_column union all select source_row, text from earlier_attribute where name = $name) using (source_row)
where text is not null and trim(text) <> '';
