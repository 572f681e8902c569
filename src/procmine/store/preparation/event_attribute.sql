-- What is known of each piece of work?
-- grain: event_no, name
insert into version.event_attribute
select $name, case_no, event_no, text, try_cast(text as double), try_cast(text as timestamp)
from attribute_value order by event_no;
