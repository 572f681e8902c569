-- Events that end before they start.
-- severity: warning
-- repair: Accept swap-start-end, or correct the rows; check that start and end are not exchanged.
select
    count(*) as affected,
    list(coalesce('line ' || source_line, 'row ' || source_row) || ': ' || detail order by source_row)[1:5]
        as examples,
    format('{:,} rows end before they start and were set aside.', count(*)) as message
from quarantine
where reason like '%ends before it starts%'
