-- Where does the work part ways with the model, in how many cases, and when did these begin?
-- grain: deviation_no, period_at (null for all cases)
-- uses: deviation, walked_case
-- leaves out: in cases that began before the observation | case_no in (select case_no from case_span where is_truncated)
with placed as (
    select case_no, timezone('UTC', timezone($zone, date_trunc($period, timezone($zone, timezone('UTC', first_at))))) as period_at from case_span
),
told as (
    select deviation_no, period_at, count(*) as cases, count(*) filter (is_open) as open_cases, sum(times)::bigint as times
    from walked_case join deviation using (trace_no, is_open) join placed using (case_no)
    group by grouping sets ((deviation_no), (deviation_no, period_at))
),
whole as (
    select period_at, count(*) as all_cases from walked_case join placed using (case_no) group by grouping sets ((), (period_at))
)
select deviation_no, told.period_at, cases, open_cases, times, cases / all_cases as share_cases
from told join whole on whole.period_at is not distinct from told.period_at
order by deviation_no, told.period_at nulls first
