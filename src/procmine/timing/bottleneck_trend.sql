-- On which day was how much waiting and how much work over that lay on the critical paths?
-- grain: local_day, activity, kind
-- uses: critical_stretch
-- prepared with: nothing
-- Days are those of the log's own zone; hours are put on its clock and not each stretch (zones a half hour apart begin them there).
-- Shares are steady from when nine of ten of the cases that came first can have ended, and until nearly all have come.
with steady as (
    select timezone($zone, timezone('UTC', min(first_at) + to_microseconds((quantile_cont(span_seconds, 0.9) * 1e6)::bigint))) as steady_from,
        timezone($zone, timezone('UTC', quantile_disc(first_at, 0.99))) as steady_until,
        ((epoch(timezone($zone, timezone('UTC', min(first_at)))) - epoch(min(first_at)))::bigint % 3600 + 3600) % 3600 * 1000000 as shift
    from case_span
),
by_hour as (
    select (epoch_us(over_at) + shift) // 3600000000 as slot_no, activity_no, kind, sum(seconds) as seconds
    from critical_stretch cross join steady where critical_stretch.seconds > 0 group by all
)
select date_trunc('day', timezone($zone, timezone('UTC', make_timestamp(slot_no * 3600000000 - shift))))::timestamp as local_day, activity, kind,
    sum(seconds) / 3600 as critical_hours, any_value(steady_from) as steady_from, any_value(steady_until) as steady_until
from by_hour join activities using (activity_no) cross join steady
group by all
order by local_day, activity, kind
