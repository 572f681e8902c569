-- Names of activities with outer or doubled spaces.
-- severity: warning
-- repair: Accept tidy-activities.
select
    sum(events)::bigint as affected,
    list('"' || activity || '"' order by events desc)[1:5] as examples,
    format('{:,} activities have stray spaces in their name; they are kept as written.', count(*)) as message
from activity_stat
where regexp_matches(activity, '^\s|\s$|\s\s')
