-- What did each resource take up, and how long had that been waiting?
-- grain: event_no
-- uses: personal_event, clocked_event, begun, owner
-- Work of known person and start, by person and start, in microseconds of the clock and of working time: a person also where roles
-- are told. Work that has not ended occupies nobody: it may long have been given up.
select event_no, worker_no as resource_no, owner_no, activity_no, epoch_us(enabled_at) as enabled, epoch_us(begun_at) as started,
    epoch_us(coalesce(ended_at, begun_at)) as ended, ended_at is not null as has_ended,
    enabled_worked, started_worked, case when ended_at is null then started_worked else ended_worked end as ended_worked
from clocked_event join (select event_no, person_no as worker_no from personal_event) using (event_no) join begun using (event_no)
join owner on owner.resource_no = worker_no
where owner_no >= $low and owner_no < $high and begun_at is not null
order by worker_no, begun_at, event_no
