-- Which cases break each rule, and which may still do so, and which cannot be told?
-- grain: rule_no, case_id
-- uses: rule_case
-- The work named is the first of the case that asks in vain; of a rule about the case as a whole there is none.
select rule_no, case outcome when 3 then 'violated' when 2 then 'not assessable' else 'pending' end as status, case_id, activity, coalesce(ended_at, started_at) as asked_at, violations
from rule_case join case_span using (case_no)
left join (select event_no, activity_no, started_at, ended_at from event) event on event.event_no = case outcome when 3 then violated_event_no when 1 then pending_event_no end
left join activities using (activity_no)
where outcome > 0
qualify row_number() over (partition by rule_no, outcome order by first_at desc, case_id) <= $most
order by rule_no, outcome desc, first_at desc, case_id
