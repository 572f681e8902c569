-- In how many cases is each rule kept, broken, or still open, and how long do the cases take that break it?
-- grain: rule_no, period_at (null for all cases)
-- uses: rule_case, rule_check, judged_case, timed_case
-- leaves out: in cases that began before the observation | case_no in (select case_no from case_span where is_truncated)
with rule as (select distinct rule_no from rule_check),
placed as (
    select case_no, is_open, case when not is_open then span_seconds / 3600 end as closed_hours, case when not is_open then worked_seconds / 3600 end as closed_worked_hours,
        timezone('UTC', timezone($zone, date_trunc($period, timezone($zone, timezone('UTC', first_at))))) as period_at
    from timed_case
),
judged as (
    select *, outcome = 0 as is_satisfied, outcome = 3 as is_violated from rule_case join placed using (case_no)
),
told as (
    select rule_no, period_at, count(*) filter (is_satisfied) as satisfied, count(*) filter (is_violated) as violated,
        count(*) filter (outcome = 1) as pending, count(*) filter (outcome = 2) as not_assessable, count(*) filter (is_satisfied and is_open) as satisfied_open,
        sum(asked)::bigint as asked, sum(violations)::bigint as violations,
        quantile_cont(closed_hours, 0.5) filter (is_violated) as violated_median_hours,
        quantile_cont(closed_hours, 0.5) filter (is_satisfied) as satisfied_median_hours,
        quantile_cont(closed_worked_hours, 0.5) filter (is_violated) as violated_median_worked_hours,
        quantile_cont(closed_worked_hours, 0.5) filter (is_satisfied) as satisfied_median_worked_hours
    from judged group by grouping sets ((rule_no), (rule_no, period_at))
),
whole as (select count(*) as cases from judged_case)
select rule_no, period_at, coalesce(satisfied, 0) as satisfied, coalesce(violated, 0) as violated, coalesce(pending, 0) as pending, coalesce(not_assessable, 0) as not_assessable,
    case when period_at is null then cases - coalesce(satisfied + violated + pending + not_assessable, 0) end as not_applicable, violated / nullif(satisfied + violated, 0) as share_violated,
    coalesce(satisfied_open, 0) as satisfied_open, coalesce(asked, 0) as asked, coalesce(violations, 0) as violations,
    violated_median_hours, satisfied_median_hours, violated_median_worked_hours, satisfied_median_worked_hours
from rule left join told using (rule_no) cross join whole
order by rule_no, period_at nulls first
