    -- Every shift of every calendar on the day it begins: the weekly ones less days off, and the extra ones.
    select calendar_no, zone, local_day, begins, ends
    from (select unnest($shift_calendar::integer[]) as calendar_no, unnest($shift_zone::varchar[]) as zone,
        unnest($shift_weekday::integer[]) as weekday, unnest($shift_begins::bigint[]) as begins, unnest($shift_ends::bigint[]) as ends)
    join (select unnest(generate_series($horizon_from::timestamp, $horizon_to::timestamp, to_days(1))) as local_day)
        on isodow(local_day) = weekday
    anti join (select unnest($off_calendar::integer[]) as calendar_no, unnest($off_day::timestamp[]) as local_day)
        using (calendar_no, local_day)
    union all
    select unnest($extra_calendar::integer[]), unnest($extra_zone::varchar[]), unnest($extra_day::timestamp[]),
        unnest($extra_begins::bigint[]), unnest($extra_ends::bigint[])
