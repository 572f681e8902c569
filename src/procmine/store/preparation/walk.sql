-- What must be known of the cases that are no plain chain to walk back along their critical paths?
-- grain: event_no
select o.event_no, o.case_no, o.position,
    coalesce(case when s.event_no is null then o.ender_position else s.predecessor.position end, 0) as predecessor,
    coalesce(epoch_us(o.ended_at), $unended) as ended
from ordered o
semi join branched_case using (case_no)
left join searched s using (event_no)
where o.case_no >= $low and o.case_no < $high
order by o.event_no
