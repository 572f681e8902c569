-- Which activities run side by side, judged by the orders in which they are recorded?
-- grain: activity_a, activity_b
-- Both orders occur about as often as each other, and the pair is no loop of two (a b a). Order is by end.
create table concurrency as
with in_order as (
    select case_no, activity_no,
        lead(activity_no) over by_end as second_no, lead(activity_no, 2) over by_end as third_no
    from ordered where ended_at is not null
    window by_end as (partition by case_no order by ended_at, position)
),
follows as (
    select activity_no as a, second_no as b, count(*) as n, count(*) filter (third_no = activity_no) as back
    from in_order where second_no is not null group by all
),
self as (select a, n::double / (n + 1) as loop_share from follows where a = b),
pair as (
    select f.a, f.b, f.n, g.n as reverse_n,
        abs(f.n - g.n)::double / (f.n + g.n + 1) as imbalance, (f.back + g.back)::double / (f.back + g.back + 1) as loop_of_two,
        coalesce(x.loop_share, 0) < $bound and coalesce(y.loop_share, 0) < $bound as is_free_of_self_loops
    from follows f
    join follows g on g.a = f.b and g.b = f.a
    left join self x on x.a = f.a
    left join self y on y.a = f.b
    where f.a < f.b
)
select a as activity_a, b as activity_b, 1 - imbalance as share, 'order' as basis
from pair
where imbalance < $bound and (not is_free_of_self_loops or loop_of_two < $bound);
