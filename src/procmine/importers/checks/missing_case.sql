-- Rows without a case id.
-- severity: warning
-- repair: Fill the cells, or accept fill-down-case where a blank cell means the case above.
select
    count(*) as affected,
    list(coalesce('line ' || source_line, 'row ' || source_row) order by source_row)[1:5] as examples,
    format('{:,} rows have no case id and were set aside.', count(*)) as message
from quarantine
where reason like '%no case id%'
