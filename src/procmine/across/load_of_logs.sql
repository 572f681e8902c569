-- How long is each person at work in each of several logs, and how much effort is that?
-- grain: log_no, person_no
select work.*, busy_hours, effort_hours
from works_of_logs work
left join (
    select log_no, person_no, sum(hours) as busy_hours, sum(in_hand * hours) as effort_hours from states_of_logs group by log_no, person_no
) using (log_no, person_no)
order by person_no, log_no
