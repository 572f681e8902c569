-- Whose work goes to another and comes straight back?
-- grain: resource, other_resource
-- uses: returned_hand, hand
-- prepared with: nothing
with pair as (
    select hand_no, other_no, count(*) as times, count(distinct case_no) as cases, quantile_cont(away_hours, 0.5) as median_away_hours
    from returned_hand group by all
)
select r.hand as resource, o.hand as other_resource, times, cases, median_away_hours
from pair join hand r on r.hand_no = pair.hand_no join hand o on o.hand_no = other_no
order by times desc, resource, other_resource
