    -- The work of the view, as it may be told. Who did the work before is told where they are at work in the view too.
    select seen_event.* replace (own.shown_no as resource_no, before.shown_no as predecessor_resource_no)
    from seen_event
    left join told_group own using (resource_no)
    left join told_group before on before.resource_no = predecessor_resource_no
