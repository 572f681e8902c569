-- Which values does an attribute take as cases begin, and what kind of values are they?
-- grain: told
-- uses: start_value
select told, text, number, cases, is_instant, count(*) over () as values, sum(cases) over () as known, sum(numbers) over () as numbers,
    sum(codes) over () as codes, sum(instants) over () as instants
from (
    select told, min(text) as text, any_value(number) as number, count(*) as cases, count(number) as numbers, count(instant) as instants,
        count(instant) > 0 as is_instant, count(*) filter (regexp_matches(text, '^-?0[0-9]')) as codes
    from start_value where name = $name group by told
)
order by cases desc, told limit $most
