-- Which of the values listed does each case have as it begins? A number stands for itself.
-- grain: case_no
-- uses: start_value
select case_no, coalesce(listed.code, 0)::smallint as code, number
from start_value
left join (select unnest($told::varchar[]) as told, unnest($code::smallint[]) as code) listed using (told)
where name = $name
