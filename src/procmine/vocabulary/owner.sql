-- uses: worker
    -- Whose work it is to take up: here that of each resource alone.
    select resource_no, resource_no as owner_no from worker
