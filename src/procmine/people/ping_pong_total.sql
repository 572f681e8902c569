-- How often are cases handed on, and how often do they come straight back?
-- grain: one row
-- uses: passage, returned_hand
select count(*) filter (from_no <> to_no) as handovers, count(*) filter (from_no is null and predecessor_event_no is not null or to_no is null) as unnamed,
    (select count(*) from returned_hand) as returns, (select count(distinct case_no) from returned_hand) as cases, (select sum(away_hours) from returned_hand) as away_hours,
    (select bool_or(is_elapsed) from returned_hand) as is_elapsed
from passage
