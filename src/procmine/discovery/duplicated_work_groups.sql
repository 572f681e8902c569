-- What was done more than once, in which cases, and when?
-- grain: activity, key_no
-- uses: keyed_event, duplicate
with again as (select activity_no, key_no, count(*) as duplicates from duplicate group by all)
select activity, key_no, any_value(values) as keys, any_value(duplicates) as duplicates, count(*) as pieces, list(distinct case_id order by case_id)[1:10] as cases,
    min(coalesce(started_at, ended_at)) as first_at, max(coalesce(started_at, ended_at)) as last_at
from keyed_event k join again using (activity_no, key_no) join activities using (activity_no)
join (select event_no, started_at, ended_at from event) using (event_no) join (select case_no, case_id from case_span) using (case_no)
group by activity, key_no order by duplicates desc, last_at desc, activity, key_no limit $most
