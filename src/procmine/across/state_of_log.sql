-- While how many pieces of work of one log were in each person's hands?
-- grain: person_no, begins_at
-- uses: timed_hand_state
-- People are numbered over all logs: what they are called in each is bound beside the statement.
select $log_no::integer as log_no, told.person_no, begins_at, ends_at, in_hand::bigint as in_hand, hours
from timed_hand_state
join resources using (resource_no)
join (select unnest($recorded_as::varchar[]) as resource, unnest($person::integer[]) as person_no) told using (resource)
where ends_at > begins_at
