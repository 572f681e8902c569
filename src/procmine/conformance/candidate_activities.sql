-- In how many finished cases does each activity happen, once, first, last?
-- grain: activity
-- uses: judged_case
with done as (
    select activity, e.case_no, count(*) as times, min(position) = 1 as is_first, max(position) = any_value(events) as is_last
    from event e join activities using (activity_no) join judged_case using (case_no) where not is_open group by activity, e.case_no
)
select activity, count(*) as held, count(*) filter (times = 1) as once, count(*) filter (is_first) as firsts, count(*) filter (is_last) as lasts, max(times) as most,
    (select count(*) from judged_case where not is_open) as cases
from done group by activity order by activity
