-- Nearly every case has a single event: the column may not be the case.
-- severity: warning
-- repair: Name the column that several rows of one case share with --case.
select
    count(*) filter (events = 1) as affected,
    list(case_id order by case_id) filter (events = 1)[1:5] as examples,
    format('{:,} of {:,} cases have a single event: is the case column the right one?',
        count(*) filter (events = 1), count(*)) as message
from case_stat
having count(*) filter (events = 1) > 0.95 * count(*) and count(*) > 1
