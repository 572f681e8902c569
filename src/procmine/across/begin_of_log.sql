-- When and with which work did each case of one log begin, and under which key?
-- grain: key, case_no
-- uses: linking_key
select $log_no::integer as log_no, key, case_no, begins_at, activity, is_elapsed
from (
    select case_no, min(coalesce(started_at, ended_at)) as begins_at, arg_min(activity_no, position) as activity_no, arg_min(is_elapsed, position) as is_elapsed
    from event group by case_no
)
join linking_key using (case_no) join activities using (activity_no)
