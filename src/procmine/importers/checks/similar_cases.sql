-- Case ids that differ only in letter case, outer spaces or leading zeros.
-- severity: warning
-- repair: Check whether the file was opened in a spreadsheet, which cuts leading zeros; export it again.
with alike as (
    select list(case_id order by case_id) as ids, sum(events) as events
    from case_stat
    group by ltrim(lower(trim(case_id)), '0')
    having count(*) > 1
)
select
    sum(events)::bigint as affected,
    list(array_to_string(ids, ' = ') order by ids[1])[1:5] as examples,
    format('{:,} groups of case ids differ only in letter case, spaces or leading zeros.', count(*)) as message
from alike
