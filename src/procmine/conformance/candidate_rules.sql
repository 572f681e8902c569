-- Of each rule that suggests itself, in how many finished cases is it kept and broken?
-- grain: rule_no
-- uses: rule_case, rule_check, judged_case
-- leaves out: in cases that began before the observation | case_no in (select case_no from case_span where is_truncated)
-- leaves out: in open cases, which may keep or break it yet | case_no in (select case_no from case_span where is_open)
with finished as (select case_no from judged_case where not is_open),
told as (
    select rule_no, count(*) as applicable, count(*) filter (outcome = 0) as satisfied, count(*) filter (outcome = 3) as violated
    from rule_case semi join finished using (case_no) group by rule_no
)
select rule_no, coalesce(applicable, 0) as applicable, coalesce(satisfied, 0) as satisfied, coalesce(violated, 0) as violated,
    coalesce(applicable, 0) / nullif((select count(*) from finished), 0) as share_applicable, satisfied / nullif(applicable, 0) as share_satisfied
from (select distinct rule_no from rule_check) left join told using (rule_no)
order by rule_no
