-- Cases near the beginning of the file that start in the middle of their course.
-- severity: warning
-- repair: Give --observed-from, and they are told apart from cases that are whole.
with bound as (
    select quantile_disc(first_at, 0.15) as early_until, count(*) as cases from case_stat
),
start as (
    select first_activity, count(*) as cases from case_stat, bound where first_at > early_until group by 1
),
usual as (
    select first_activity from start where cases >= 0.02 * (select sum(cases) from start)
),
odd as (
    select case_id, first_at, first_at <= early_until as is_early,
        first_activity not in (select first_activity from usual) as is_odd
    from case_stat, bound
    where bound.cases >= 40
)
select
    count(*) filter (is_early and is_odd) as affected,
    list(case_id order by first_at, case_id) filter (is_early and is_odd)[1:5] as examples,
    format('{:,} cases near the beginning start with a step that later cases hardly ever start with: '
        || 'they seem to have begun before the file.', count(*) filter (is_early and is_odd)) as message
from odd
having (select count(*) from usual) > 0
    and avg(is_odd::int) filter (is_early) > 0.05
    and avg(is_odd::int) filter (is_early) > 3 * coalesce(avg(is_odd::int) filter (not is_early), 0)
