-- Which activities run side by side, judged by the orders in which they are recorded?
-- grain: activity_a, activity_b
-- Both orders occur, neither far more often than the other, among cases in which each of the two happens once:
-- where one is done again, its second turn after the other is a loop and says nothing of parallel work. Order is by end.
create table concurrency as
with again as (select distinct case_no, activity_no from positioned join turn using (event_no) where occurrences > 1),
in_order as (
    select case_no, activity_no as a, lead(activity_no) over (partition by case_no order by ended_at, position) as b
    from positioned where ended_at is not null
),
follows as (
    select a, b, count(*) as n
    from in_order
    anti join again x on x.case_no = in_order.case_no and x.activity_no = in_order.a
    anti join again y on y.case_no = in_order.case_no and y.activity_no = in_order.b
    where b is not null
    group by a, b
)
select f.a as activity_a, f.b as activity_b, 1 - abs(f.n - g.n)::double / (f.n + g.n + 1) as share, 'order' as basis
from follows f
join follows g on g.a = f.b and g.b = f.a
where f.a < f.b and abs(f.n - g.n)::double / (f.n + g.n + 1) < $bound;
