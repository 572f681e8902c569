-- Resources whose name is that of a program.
-- severity: info
-- repair: Leave them out of questions about people with "only resources …".
select
    sum(events)::bigint as affected,
    list(resource order by events desc)[1:5] as examples,
    format('{:,} events were done by what looks like a program ({:,} names).', sum(events)::bigint, count(*))
        as message
from resource_stat
where regexp_matches(lower(resource), '(^|[^a-z])(system|batch|svc|service|robot|bot|rpa|auto|automation|automated'
    || '|scheduler|daemon|cron|api|integration|migration|workflow|admin)([^a-z]|$)')
