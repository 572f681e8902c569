-- Attributes with numbers that are written with a decimal comma.
-- severity: warning
-- repair: Accept decimal-comma with the columns, and they count as numbers.
with cell as (
    unpivot (select columns(*)::varchar from (from staged limit 10000))
    on columns(* exclude (source_row, source_line)) into name column_name value text
)
select
    count(*) as affected,
    list(text)[1:5] as examples,
    format('"{}" holds numbers with a decimal comma; they are kept as text.', column_name) as message
from cell join attribute_column using (column_name)
group by column_name
having avg(regexp_full_match(text, '-?([0-9]+|[0-9]{1,3}([. ][0-9]{3})+)(,[0-9]+)?')::int) > 0.95
    and count(*) filter (text like '%,%') > 0
order by column_name
