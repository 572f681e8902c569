-- Which cases are overdue, missed their time, or are due next?
-- grain: case_id
-- uses: sla_case, case_group
-- Of each kind come those first that are latest, or due soonest.
select case_id, "group", status, from_at, done_at, allowed_us / 3.6e9 as allowed_hours, used_us / 3.6e9 as used_hours, stood_us / 3.6e9 as stopped_hours,
    (allowed_us - used_us) / 3.6e9 as left_hours, is_stopped
from sla_case join case_group using (case_no)
where status in ('missed', 'overdue', 'not yet due')
qualify row_number() over (partition by status order by allowed_us - used_us, case_id) <= $most
order by array_position(['overdue', 'not yet due', 'missed'], status), allowed_us - used_us, case_id
