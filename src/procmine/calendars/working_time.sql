-- How much working time lies between two instants of each row, by the row's calendar?
-- grain: row_no
-- uses: working_interval
-- Working time up to an instant, W, is looked up in the intervals; the answer is W(ends_at) - W(begins_at).
with asked as (
    select unnest($row_calendar::integer[]) as calendar_no, unnest($row_begins::timestamp[]) as begins_at,
        unnest($row_ends::timestamp[]) as ends_at, unnest(range(len($row_begins::timestamp[]))) as row_no
)
select row_no,
    (y.us_before + least(epoch_us(asked.ends_at) - epoch_us(y.begins_at), y.us)
        - (x.us_before + least(epoch_us(asked.begins_at) - epoch_us(x.begins_at), x.us))) / 1e6 as worked_seconds
from asked
asof left join working_interval x on x.calendar_no = asked.calendar_no and asked.begins_at >= x.begins_at
asof left join working_interval y on y.calendar_no = asked.calendar_no and asked.ends_at >= y.begins_at
order by row_no
