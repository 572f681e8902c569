-- Which unit does each case belong to, by an attribute that it has as it begins?
-- grain: case_no
-- uses: start_value
select case_no, any_value(text) as unit from start_value where name = $name group by case_no order by case_no
