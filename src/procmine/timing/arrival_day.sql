-- How many cases arrive on each day on which any does?
-- grain: day_at
select timezone('UTC', timezone($zone, date_trunc('day', timezone($zone, timezone('UTC', first_at))))) as day_at, count(*) as arrivals
from case_span where not is_truncated
group by day_at
order by day_at
