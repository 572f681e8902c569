-- Between whom does work go to and fro?
-- grain: resource, other_resource
-- leaves out: work that nothing before it let begin, which nobody hands over | predecessor_activity_no is null
-- uses: returned_hand, hand
with pair as (
    select hand_no, other_no, count(*) as times, count(distinct case_no) as cases, sum(away_hours) as away_hours, quantile_cont(away_hours, 0.5) as median_away_hours
    from returned_hand group by all
)
select r.hand as resource, o.hand as other_resource, times, cases, cases / (select count(*) from case_span) as share_cases, away_hours, median_away_hours
from pair join hand r on r.hand_no = pair.hand_no join hand o on o.hand_no = other_no
order by times desc, resource, other_resource
