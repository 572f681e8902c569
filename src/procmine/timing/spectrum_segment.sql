-- Which waits are drawn as lines, evenly by the order in which they began?
-- grain: from_activity, to_activity, case_id, enabled_at
-- uses: segment
select from_activity, to_activity, case_id, enabled_at, taken_at, wait_seconds / 3600 as hours, class
from (
    select *, row_number() over (partition by rank order by enabled_at, event_no) - 1 as place, count(*) over (partition by rank) as waits from segment
)
join shown_pair using (rank)
join case_span using (case_no)
where ((place + 1) * $most_drawn) // waits > (place * $most_drawn) // waits
order by rank, enabled_at, event_no
