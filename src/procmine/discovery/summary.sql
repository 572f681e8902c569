-- What does the log hold?
-- grain: the log
-- prepared with: nothing
select
    (select count(*) from case_span)                            as cases,
    (select count(*) from case_span where is_open)              as open_cases,
    count(*)                                                    as events,
    count(distinct activity_no)                                 as activities,
    count(distinct resource_no)                                 as resources,
    min(coalesce(started_at, ended_at))                         as first_at,
    max(coalesce(ended_at, started_at))                         as last_at,
    count(started_at) / count(*)                                as share_with_start,
    (select count(distinct source_row) from quarantine)         as quarantined
from event
