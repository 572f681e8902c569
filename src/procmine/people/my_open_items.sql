-- What has one person begun and not ended, in cases that are open?
-- grain: case_id, position
-- uses: personal_event
with usual as (
    select activity_no, quantile_cont(work_seconds / 3600, 0.5) as usual_hours
    from event where work_seconds is not null and activity_no in (select activity_no from personal_event where ended_at is null) group by activity_no
)
select case_id, activity, started_at, greatest(epoch_us($extracted_at::timestamp) - epoch_us(started_at), 0) / 3.6e9 as age_hours, usual_hours
from personal_event
join activities using (activity_no)
join (select case_no, case_id from case_span where is_open) using (case_no)
left join usual using (activity_no)
where ended_at is null and started_at is not null
order by age_hours desc, case_id, position
