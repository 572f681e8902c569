-- Whose work goes to another and comes straight back?
-- grain: resource, other_resource
-- uses: passage, hand
-- prepared with: nothing
-- Three pieces of work, each of which let the next begin: by one, by another, and by the first again.
with returned as (
    select back.case_no, back.to_no, back.from_no, (epoch_us(back.taken_at) - epoch_us(there.enabled_at)) / 3.6e9 as away_hours
    from (select * from passage where from_no <> to_no) back
    join (select event_no, from_no, to_no, enabled_at from passage where from_no <> to_no) there on there.event_no = back.predecessor_event_no
    where there.from_no = back.to_no
),
pair as (
    select to_no, from_no, count(*) as times, count(distinct case_no) as cases, quantile_cont(away_hours, 0.5) as median_away_hours
    from returned group by all
)
select r.hand as resource, o.hand as other_resource, times, cases, median_away_hours
from pair
join hand r on r.hand_no = to_no
join hand o on o.hand_no = from_no
order by times desc, resource, other_resource
