    -- cases of the most frequent variants, of as many as cover a share of the cases, or of those named
    select case_no from case_variant
    join (
        select variant_no, (sum(cases) over (order by variant_no) - cases) / sum(cases) over () as covered_before from variants
    ) using (variant_no)
    where case $by
        when 'top' then variant_no <= $amount
        when 'share' then covered_before < $amount
        else list_contains($ids, variant_no)
    end
