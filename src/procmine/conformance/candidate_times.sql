-- How long after the work that asks does the work that answers come, rule by rule?
-- grain: rule_no
-- uses: rule_answer, rule_check, judged_case
-- On a logarithmic scale, since times are skewed: `middle` and `spread` are the median and the median distance from it, of at least a minute each.
with taken as (
    select rule_no, ln(greatest((answer_us - from_us) / 1e6, 60)) as taken, answer_us - from_us as taken_us
    from rule_answer join rule_check using (check_no) join judged_case using (case_no)
    where direction = 1 and answer_us is not null and not is_open
)
select rule_no, count(*) as waits, quantile_cont(taken_us, 0.5) / 3.6e9 as median_hours, max(taken_us) / 3.6e9 as longest_hours, quantile_cont(taken, 0.5) as middle, mad(taken) as spread
from taken group by rule_no order by rule_no
