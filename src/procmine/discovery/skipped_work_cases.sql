-- Which cases leave out work that is expected, and which?
-- grain: case_id
-- uses: expected_case
with common as (select activity_no, activity from activities where list_contains($skipped::varchar[], activity)),
done as (select distinct case_no, activity_no from event semi join expected_case using (case_no) semi join common using (activity_no))
select case_id, list(activity order by activity) as skipped, any_value(first_at) as first_at, any_value(last_at) as last_at, any_value(span_seconds) / 3600 as cycle_hours
from (select * from case_span semi join expected_case using (case_no)) c cross join common
anti join done on done.case_no = c.case_no and done.activity_no = common.activity_no
group by case_id order by len(skipped) desc, first_at desc, case_id limit $most
