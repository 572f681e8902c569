-- uses: enabled_event, holder
    -- Each piece of work with the group it was done in and the group of the work that let it begin.
    select event_no, case_no, activity_no, predecessor_activity_no, predecessor_event_no,
        before.hand as from_no, own.hand as to_no, resource_no = predecessor_resource_no as is_same_resource,
        enabled_at, coalesce(started_at, ended_at) as taken_at, wait_seconds, wait_worked_seconds, is_elapsed
    from enabled_event
    left join (select event_no as own_no, hand from holder) own on own_no = event_no
    left join (select event_no as before_no, hand from holder) before on before_no = predecessor_event_no
