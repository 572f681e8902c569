-- uses: worker, belonging
    -- Whose work it is to take up: that of anyone of its pool, which is numbered as the first resource in it. Who belongs nowhere
    -- is a pool alone.
    select resource_no, case when team is null then resource_no else min(resource_no) over (partition by team) end as owner_no
    from worker left join belonging using (resource_no)
