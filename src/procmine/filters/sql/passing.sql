    -- cases in which one of the activities happens, or none of them
    select case_no from cases
    where $is_complement <> (case_no in (
        select case_no from events where activity_no in (select activity_no from activities where list_contains($names, activity))
    ))
