-- Where is the work done, how much is in hand there, and how much comes and goes?
-- grain: site
-- uses: event_site, enabled_event, view_window
-- leaves out: work of which no site is recorded | event_no not in (select event_no from event_site)
-- A case counts where any of its work is done; its cycle time where its last work is done, once it is closed. Work in hand is begun
-- and not ended, unfinished work until the extraction if its case is open, as a mean over the whole view. Work comes from the site of its enabler.
with piece as (
    select e.case_no, e.position, site, resource_no, started_at, predecessor_event_no,
        coalesce(ended_at, case when is_open then greatest(started_at, $extracted_at::timestamp) end) as left_at, wait_seconds, event_no
    from enabled_event e join event_site using (event_no) join case_span using (case_no)
),
span as (select (epoch_us(until_at) - epoch_us(from_at)) / 1e6 as seconds from view_window),
work as (
    select site, count(distinct case_no) as cases, count(*) as pieces, count(distinct resource_no) as resources,
        sum((epoch_us(left_at) - epoch_us(started_at)) / 1e6) as hand_seconds
    from piece group by site
),
finish as (
    select site, median(span_seconds / 3600) as median_cycle_hours
    from (select case_no, arg_max(site, position) as site from piece group by case_no) join case_span using (case_no)
    where not is_open group by site
),
handover as (
    select p.site as from_site, e.site as to_site, e.wait_seconds
    from piece e join piece p on p.event_no = e.predecessor_event_no
    where p.site <> e.site
),
coming as (select to_site as site, count(*) as handovers_in, median(wait_seconds / 3600) as median_handover_wait_hours from handover group by to_site),
going as (select from_site as site, count(*) as handovers_out from handover group by from_site),
known as (
    select event_no, any_value(number) filter (name = $latitude) as latitude, any_value(number) filter (name = $longitude) as longitude
    from (
        select event_no, name, number from event_attribute where name in ($latitude, $longitude)
        union all
        select event_no, name, number from case_attribute join event using (case_no) where name in ($latitude, $longitude)
    )
    group by event_no
),
place as (select site, median(latitude) as latitude, median(longitude) as longitude from piece join known using (event_no) group by site)
select site, latitude, longitude, cases, pieces, resources, median_cycle_hours, hand_seconds / nullif((select seconds from span), 0) as mean_in_hand,
    coalesce(handovers_in, 0) as handovers_in, coalesce(handovers_out, 0) as handovers_out, median_handover_wait_hours
from work left join finish using (site) left join coming using (site) left join going using (site) left join place using (site)
order by pieces desc, site
