-- Rows whose time is blank.
-- severity: warning
-- repair: Fill the cells, or name another column as the time.
select
    count(*) as affected,
    list(coalesce('line ' || source_line, 'row ' || source_row) order by source_row)[1:5] as examples,
    format('{:,} rows have no time and were set aside.', count(*)) as message
from quarantine
where reason like '%no time%'
