-- When are so many working microseconds done after an instant, by the row's calendar?
-- grain: row_no
-- uses: working_interval
-- The inverse of W: the instant at which W is W(begins_at) + us. Nothing to do is done at once; what ends a shift is due at its end.
with asked as (
    select unnest($row_calendar::integer[]) as calendar_no, unnest($row_begins::timestamp[]) as begins_at,
        unnest($row_us::bigint[]) as us, unnest(range(len($row_begins::timestamp[]))) as row_no
),
placed as (
    select asked.*, asked.us + x.us_before + least(epoch_us(asked.begins_at) - epoch_us(x.begins_at), x.us) as worked
    from asked asof left join working_interval x on x.calendar_no = asked.calendar_no and asked.begins_at >= x.begins_at
)
select row_no,
    case when placed.us = 0 then placed.begins_at
        when worked <= y.us_before + y.us then y.begins_at + to_microseconds(worked - y.us_before)
    end as due_at
from placed asof left join (select * from working_interval where us > 0) y
    on y.calendar_no = placed.calendar_no and placed.worked > y.us_before
order by row_no
