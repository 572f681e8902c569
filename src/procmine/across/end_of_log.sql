-- When did which work of one log end, under which key?
-- grain: key, event_no
-- uses: linking_key
select $log_no::integer as log_no, key, ended_at, activity
from event join linking_key using (case_no) join activities using (activity_no)
where ended_at is not null
