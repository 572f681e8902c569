-- At which work do loops begin, and to which do they lead?
-- grain: activity_no
-- uses: redone
with turn as (select turned_from_no as from_no, activity_no as to_no from redone where is_turn and turned_from_no <> activity_no),
ends as (
    select from_no as activity_no, 1 as started, 0 as reached from turn
    union all
    select to_no, 0, 1 from turn
)
select activity_no, sum(started)::bigint as loops_started, sum(reached)::bigint as loops_reached, sum(started - reached)::bigint as net_loop_gain
from ends group by activity_no order by activity_no
