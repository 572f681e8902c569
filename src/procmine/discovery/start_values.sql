-- Which values does an attribute take as cases begin, and what kind of values are they?
-- grain: text
-- uses: start_value
-- A number written as 007 is a code.
select text, number, cases, is_instant, count(*) over () as values, sum(cases) over () as known, sum(cases) filter (number is not null) over () as numbers,
    sum(cases) filter (starts_with(text, '0') and length(text) > 1 and not starts_with(text, '0.')) over () as codes,
    sum(cases) filter (is_instant) over () as instants
from (
    select text, any_value(number) as number, count(*) as cases, count(instant) > 0 as is_instant from start_value where name = $name group by text
)
order by cases desc, text limit $most
