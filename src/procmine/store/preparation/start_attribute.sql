-- What does the row that marked the start of some work tell, where the row of its end does not?
-- grain: event_no
-- Where both rows tell something the end's counts: it is the later word.
insert into attribute_value
select e.event_no, e.case_no, trim(text) as text
from version.events e
join (from one_column union all select source_row, text from earlier_attribute where name = $name) told on told.source_row = e.start_row
anti join attribute_value v on v.event_no = e.event_no
where e.start_row <> e.source_row and text is not null and trim(text) <> '';
