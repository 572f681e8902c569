-- In how many cases was the promised time kept, group by group and period by period?
-- grain: group, period_at (one of them null: all periods, or all groups)
-- uses: sla_case, case_group
-- leaves out: in cases that began before the observation | case_no in (select case_no from case_span where is_truncated)
with placed as (
    select sla_case.*, "group", timezone('UTC', timezone($zone, date_trunc($period, timezone($zone, timezone('UTC', from_at))))) as period_at
    from sla_case join case_group using (case_no)
)
select "group", period_at, grouping("group") as is_course, count(*) as cases, count(*) filter (status in ('met', 'missed', 'overdue')) as due, count(*) filter (status = 'met') as met,
    count(*) filter (status in ('missed', 'overdue')) as missed, count(*) filter (status = 'overdue') as open_overdue,
    count(*) filter (status = 'not yet due') as not_yet_due, count(*) filter (status = 'met early') as met_early, count(*) filter (status = 'ended before') as ended_before,
    count(*) filter (status in ('no promise', 'not started')) as not_promised,
    count(*) filter (status = 'met') / nullif(count(*) filter (status in ('met', 'missed', 'overdue')), 0) as share_met,
    count(*) filter (status in ('met', 'met early')) / nullif(count(*) filter (done_at is not null and status in ('met', 'met early', 'missed')), 0) as share_met_finished,
    quantile_cont(used_us / allowed_us, 0.5) filter (status in ('met', 'missed', 'overdue')) as median_share_used,
    quantile_cont(used_us / allowed_us, 0.9) filter (status in ('met', 'missed', 'overdue')) as p90_share_used
from placed
group by grouping sets (("group"), (period_at))
order by is_course, "group", period_at
