-- For how long were how many pieces of work in hand at once?
-- grain: resource, in_hand
-- uses: timed_hand_state
select resource, in_hand::bigint as in_hand, sum(duty_hours) as hours from timed_hand_state join resources using (resource_no)
group by resource, in_hand order by resource, in_hand
