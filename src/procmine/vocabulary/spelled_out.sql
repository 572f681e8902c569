    -- One piece of work with its names spelled out.
    select case_id, position, activity, resource, started_at, ended_at, enabled_at,
        (select any_value(activity) from activities a where a.activity_no = predecessor_activity_no) as enabled_by,
        wait_seconds / 3600 as wait_hours, work_seconds / 3600 as work_hours, is_critical, is_aborted, event_no, case_no
    from recorded
    join activities using (activity_no)
    left join resources using (resource_no)
    join (select case_no, case_id from cases) using (case_no)
