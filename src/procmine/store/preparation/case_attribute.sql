-- What is known of each case as a whole?
-- grain: case_no, name
insert into version.case_attribute
select $name, case_no, any_value(text) as text, try_cast(any_value(text) as double), try_cast(any_value(text) as timestamp)
from attribute_value group by case_no order by case_no;
