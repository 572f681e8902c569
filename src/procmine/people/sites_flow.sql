-- From which site to which does work go, and how long does it wait on the way? Also the work that stays.
-- grain: from_site, to_site
-- uses: event_site, enabled_event
with piece as (
    select e.event_no, site, predecessor_event_no, wait_seconds from enabled_event e join event_site using (event_no)
)
select p.site as from_site, e.site as to_site, count(*) as handovers, median(e.wait_seconds / 3600) as median_wait_hours
from piece e join piece p on p.event_no = e.predecessor_event_no
group by all
order by handovers desc, from_site, to_site
