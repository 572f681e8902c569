-- What happened when: every case a line, every piece of work a dot?
-- grain: line, happened_at
-- uses: drawn_case
-- leaves out: in cases that are not drawn, which the finding counts all the same | case_no not in (select case_no from drawn_case)
-- A dot stands where work begins, or ends where no start is recorded. Open cases last until the extraction.
select case_id, line, activity, resource, happened_at, (epoch_us(happened_at) - epoch_us(first_at)) / 3.6e9 as case_hours,
    (epoch_us(local_at) - epoch_us(date_trunc('week', local_at))) / 3.6e9 as week_hours
from (
    select *, coalesce(started_at, ended_at) as happened_at, timezone($zone, timezone('UTC', coalesce(started_at, ended_at))) as local_at from event
)
join (
    select case_no, case_id, first_at, row_number() over (order by
        case $sort when 'start' then epoch_us(first_at) when 'end' then epoch_us(left_at) else epoch_us(left_at) - epoch_us(first_at) end, first_at, case_no) as line
    from (
        select *, case when is_open then greatest(last_at, $extracted_at::timestamp) else last_at end as left_at
        from case_span semi join drawn_case using (case_no)
    )
) using (case_no)
join activities using (activity_no)
left join resources using (resource_no)
order by line, position
