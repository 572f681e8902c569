    -- The name of each activity number, and of the places where cases begin and end.
    select activity_no, activity from activities
    union all
    select * from (values (0, '(start)'), (-1, '(before)'), (-2, '(end)'), (-3, '(open)'))
