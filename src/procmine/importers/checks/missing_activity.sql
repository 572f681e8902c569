-- Rows without an activity.
-- severity: warning
-- repair: Fill the cells, or name another column as the activity.
select
    count(*) as affected,
    list(coalesce('line ' || source_line, 'row ' || source_row) order by source_row)[1:5] as examples,
    format('{:,} rows have no activity and were set aside.', count(*)) as message
from quarantine
where reason like '%no activity%'
