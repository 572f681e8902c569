-- Columns that hold e-mail addresses.
-- severity: info
-- repair: Name them in ignored, or have names replaced at import.
with cell as (
    unpivot (select columns(*)::varchar from (from staged limit 10000))
    on columns(* exclude (source_row, source_line)) into name column_name value text
)
select
    count(*) as affected,
    []::varchar[] as examples,
    format('"{}" holds e-mail addresses.', column_name) as message
from cell
where regexp_full_match(trim(text), '[^@\s]+@[^@\s]+\.[A-Za-z]{2,}')
group by column_name
order by column_name
