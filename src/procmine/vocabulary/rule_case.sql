-- uses: rule_outcome
    -- Each case in which a rule has anything to say: violated where it is once, else not assessable or pending where anything is, else satisfied.
    select rule_no, case_no, count(*) as asked, count(*) filter (outcome = 3) as violations, max(outcome) as outcome,
        min(event_no) filter (outcome = 3) as violated_event_no, min(event_no) filter (outcome = 1) as pending_event_no
    from rule_outcome group by rule_no, case_no
