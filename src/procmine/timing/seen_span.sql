-- From when until when are cases of the view seen, and how many are open?
-- grain: the view
-- uses: case_stay
select min(arrived_at) as first_at, max(left_at) as last_at, count(*) filter (is_open) as open_cases from case_stay
