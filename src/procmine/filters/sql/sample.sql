    -- a sample of cases that is the same each time
    select case_no from cases order by hash(case_id, $seed), case_no limit $cases
