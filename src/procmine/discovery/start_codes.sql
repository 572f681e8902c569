-- Which of the values listed does each case have as it begins? -1 is another one; a number stands for itself.
-- grain: case_no
-- uses: start_value
select case_no, coalesce(listed.code, -1)::smallint as code, number
from start_value
left join (select unnest($told::varchar[]) as text, unnest($code::smallint[]) as code) listed using (text)
where name = $name
