    -- The cases that ended in the way asked for, and the place of the first work that tells so; none where an attribute does.
    select case_no, min(position) as outcome_position
    from event join activities using (activity_no) where list_contains($outcome_activities::varchar[], activity) group by case_no
    union all
    select distinct case_no, null from (
        select case_no, name, text from case_attribute where case_no in (select case_no from case_span)
        union all
        select case_no, name, text from event_attribute where event_no in (select event_no from event)
    )
    where name = $outcome_attribute and list_contains($outcome_values::varchar[], text)
