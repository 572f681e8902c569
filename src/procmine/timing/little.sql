-- Do arrivals, stays and cases in progress fit together as in a steady flow, and how many are in progress at the end?
-- grain: the view
-- uses: case_stay
-- The stay of a case carried in is seen only in part: it counts in what is in progress, and not in the mean stay.
with span as (select min(arrived_at) as first_at, epoch(max(left_at)) - epoch(min(arrived_at)) as seconds from case_stay)
select count(*) filter (not is_carried_in) / nullif(any_value(seconds) / 3600, 0) as arrivals_per_hour,
    avg((epoch(left_at) - epoch(arrived_at)) / 3600) filter (not is_open and not is_carried_in) as mean_stay_hours,
    sum(epoch(left_at) - epoch(arrived_at)) / nullif(any_value(seconds), 0) as mean_in_progress,
    count(*) filter (is_open) as open_cases
from case_stay, span
