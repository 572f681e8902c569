    -- the cases of the shown work, beginning and ending on the map with what is shown; their times stay those of the whole case
    select kept.* replace (shown.first_activity_no as first_activity_no, shown.last_activity_no as last_activity_no, shown.events as events)
    from kept_case as kept
    join (
        select case_no, arg_min(activity_no, position) as first_activity_no, arg_max(activity_no, position) as last_activity_no, count(*) as events
        from shown_event group by case_no
    ) as shown using (case_no)
