-- Which cases are called nearly so?
-- grain: case_id
-- uses:
select case_id, jaro_winkler_similarity(lower(case_id), lower($case)) as likeness from case_span
where jaro_winkler_similarity(lower(case_id), lower($case)) > 0.5
order by likeness desc, case_id
limit 5
