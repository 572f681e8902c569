-- What is known of each case as a whole?
-- grain: case_no, name
-- A number is written in digits, without `_`. An instant is kept on the wall clock of the log's zone: one with an offset is moved there.
insert into version.case_attribute
select $name, case_no, text, case when not contains(text, '_') and isfinite(number) then number end,
    case when instant is not null and regexp_matches(text, ':\d\d(\.\d+)? ?([+-]\d\d(:?\d\d)?|Z|UTC)$')
        then coalesce(timezone($zone, try_cast(text as timestamptz)), instant) else instant end
from (
    select case_no, text, try_cast(text as double) as number, try_cast(text as timestamp) as instant
    from (select case_no, any_value(text) as text from attribute_value group by case_no)
)
order by case_no;
