    -- cases whose first, or last, activity is one of these
    select case_no from cases
    join activities on activity_no = case $at when 'starting' then first_activity_no else last_activity_no end
    where list_contains($names, activity)
