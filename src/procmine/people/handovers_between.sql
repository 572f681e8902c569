-- Which groups pass work to which, and how long does it lie between their hands?
-- grain: from_resource, to_resource
-- leaves out: work that nothing before it let begin, which nobody hands over | predecessor_activity_no is null
-- leaves out: work of which a group is not recorded, its own or that of the work before it | event_no in (select event_no from passage where from_no is null or to_no is null)
-- leaves out: work that stays in the same group | event_no in (select event_no from passage where from_no = to_no)
-- uses: passage, hand
with pair as (
    select from_no, to_no, count(*) as handovers, count(distinct case_no) as cases,
        quantile_cont(wait_seconds / 3600, 0.5) as median_wait_hours, quantile_cont(wait_worked_seconds / 3600, 0.5) as median_wait_worked_hours,
        case when bool_and(is_elapsed) then 'elapsed' when bool_or(is_elapsed) then 'mixed' else 'wait' end as basis
    from passage where from_no <> to_no group by from_no, to_no
)
select f.hand as from_resource, t.hand as to_resource, pair.* exclude (from_no, to_no)
from pair
join hand f on f.hand_no = from_no
join hand t on t.hand_no = to_no
order by handovers desc, from_resource, to_resource
