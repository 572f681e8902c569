-- Which cases do otherwise than the model?
-- grain: deviation_no, case_id
-- uses: deviation, walked_case, timed_case
select deviation_no, case_id, times, first_at as began_at, case when not walked_case.is_open then span_seconds / 3600 end as cycle_hours, walked_case.is_open
from walked_case join deviation using (trace_no, is_open) join timed_case using (case_no)
where deviation_no <> 0
qualify row_number() over (partition by deviation_no order by first_at desc, case_id) <= $most
order by deviation_no, first_at desc, case_id
