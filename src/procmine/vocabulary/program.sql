    -- The resources whose name is that of a program and not of a person: svc_router, BATCH-06, "RPA robot".
    select resource_no from main.resources
    where regexp_matches(lower(resource), '(^|[^a-z])(system|batch|svc|service|robot|bot|rpa|auto|automation|automated'
        || '|scheduler|daemon|cron|api|integration|migration|workflow|admin)([^a-z]|$)')
