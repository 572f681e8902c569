    -- The work of the view, as it may be told.
    select seen_event.* replace (own.shown_no as resource_no,
            case when predecessor_resource_no is not null then coalesce(before.shown_no, (select max(shown_no) from told_group where shown_no < 0), -1) end as predecessor_resource_no)
    from seen_event
    left join told_group own using (resource_no)
    left join told_group before on before.resource_no = predecessor_resource_no
