-- How much effort went into each activity, when the hours with several pieces in hand are shared out among these?
-- grain: activity
-- uses: timed_stint, timed_hand_state
with passed as (
    select person_no, begins_at, ends_at, duty_hours, sum(duty_hours) over so_far as upto_hours, sum(duty_hours / in_hand) over so_far as upto_shared
    from timed_hand_state window so_far as (partition by person_no order by begins_at)
)
select activity, count(distinct event_no) as pieces, count(distinct stint.person_no)::bigint as people, sum(l.upto_hours - f.upto_hours + f.duty_hours) as elapsed_hours,
    sum(l.upto_shared - f.upto_shared + f.share) as apportioned_hours
from timed_stint stint
join (select person_no, begins_at, upto_hours, upto_shared, duty_hours, upto_shared - coalesce(lag(upto_shared) over (partition by person_no order by begins_at), 0) as share from passed) f
    on f.person_no = stint.person_no and f.begins_at = stint.begins_at
join passed l on l.person_no = stint.person_no and l.ends_at = stint.ends_at
join activities using (activity_no)
group by activity order by apportioned_hours desc, activity
