-- Which case is meant: the one called so, or without a name the slowest that is finished, else the one that is open longest?
-- grain: case_no
-- uses:
select case_no, case_id, is_open, is_truncated, first_at, last_at
from case_span
where case_id = $case or $case is null
order by is_open, case when is_open then 0 else span_seconds end desc, first_at, case_id
limit 1
