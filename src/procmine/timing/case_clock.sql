-- How long after the beginning of its case does work happen?
-- grain: the view
select count(*) as dots, quantile_cont(hours, 0.5) as half_within_hours, quantile_cont(hours, 0.9) as nine_tenths_within_hours, max(hours) as all_within_hours
from (
    select (epoch_us(coalesce(started_at, ended_at)) - epoch_us(first_at)) / 3.6e9 as hours from event join case_span using (case_no)
)
