-- Do arrivals, stays and cases in progress fit together as in a steady flow?
-- grain: the view
-- uses: case_stay
with span as (select min(arrived_at) as first_at, epoch(max(left_at)) - epoch(min(arrived_at)) as seconds, count(*) as arrivals from case_stay)
select any_value(arrivals) / nullif(any_value(seconds) / 3600, 0) as arrivals_per_hour,
    avg((epoch(left_at) - epoch(arrived_at)) / 3600) filter (not is_open) as mean_stay_hours,
    sum(epoch(left_at) - epoch(arrived_at)) / nullif(any_value(seconds), 0) as mean_in_progress
from case_stay, span
