-- How much work does one person begin, complete and have in hand, week by week?
-- grain: period_at
-- leaves out: work that names nobody | resource_no is null
-- leaves out: work of others | resource_no <> (select resource_no from resources where resource = $resource)
-- uses: personal_event, own_week, timed_weekly_state
with begun as (
    select period_at, count(*) as pieces_begun
    from (select started_at from personal_event where started_at is not null) asof join own_week on started_at >= period_at group by period_at
),
completed as (
    select period_at, count(*) as pieces_completed, count(started_at) as pieces_let_go
    from (select started_at, ended_at from personal_event where ended_at is not null) asof join own_week on ended_at >= period_at group by period_at
),
spent as (
    select period_at, sum(duty_hours) as available_hours, coalesce(sum(duty_hours) filter (in_hand > 0), 0) as busy_hours,
        coalesce(sum(hours - duty_hours) filter (in_hand > 0), 0) as overtime_hours,
        coalesce(sum(hours - duty_hours) filter (in_hand > 0 and lasting = in_hand), 0) as lasting_hours, sum(in_hand * hours) as effort_hours
    from timed_weekly_state asof join own_week on begins_at >= period_at group by period_at
),
week as (
    select own_week.*, coalesce(pieces_completed, 0) as pieces_completed, coalesce(pieces_begun, 0) as pieces_begun, coalesce(available_hours, 0) as available_hours,
        coalesce(busy_hours, 0) as busy_hours, coalesce(overtime_hours, 0) as overtime_hours, coalesce(lasting_hours, 0) as lasting_hours, coalesce(effort_hours, 0) as effort_hours,
        sum(coalesce(pieces_begun, 0) - coalesce(pieces_let_go, 0)) over (order by period_at rows unbounded preceding)::bigint as in_hand_at_end,
        (select count(started_at) from personal_event) > 0 as is_known
    from own_week left join begun using (period_at) left join completed using (period_at) left join spent using (period_at)
)
select period_at, pieces_completed, case when is_known then pieces_begun end as pieces_begun, case when is_known then in_hand_at_end end as in_hand_at_end,
    case when is_known then busy_hours end as busy_hours, available_hours, case when is_known then busy_hours / nullif(available_hours, 0) end as share_utilised,
    case when is_known then overtime_hours end as overtime_hours, case when is_known then lasting_hours end as lasting_hours, case when is_known then effort_hours end as effort_hours,
    seen_until < ends_at or seen_from > period_at as is_partial
from week
order by period_at
