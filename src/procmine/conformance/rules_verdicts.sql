-- What does each rule say of each case in which it has anything to say?
-- grain: rule_no, case_no
-- uses: rule_case
select rule_no, case_no, asked, violations, outcome, violated_event_no, pending_event_no from rule_case
