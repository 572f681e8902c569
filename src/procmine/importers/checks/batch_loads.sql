-- Many cases with an event in the very same second, as a migration leaves them.
-- severity: warning
-- repair: Leave those events out with a filter on their time or resource, if no work was done then.
with often as (  -- a second that holds 1 % of all events is met in this sample too
    select epoch_us(coalesce(ended_at, started_at)) // 1000000 as second
    from source_event
    where source_row % greatest((select count(*) // 50000 from source_event), 1) = 0
        and epoch_us(coalesce(ended_at, started_at)) % 86400000000 <> 0
    group by second
    having count(*) >= 5
)
select
    count(*) as affected,
    [coalesce(mode(resource), '(no resource)')] as examples,
    format('{:,} events of {:,} cases bear the time {}, most by {}.', count(*), count(distinct case_id),
        strftime(make_timestamp(any_value(second) * 1000000), '%Y-%m-%d %H:%M:%S'),
        coalesce('"' || mode(resource) || '"', 'nobody named')) as message
from source_event join often
    on epoch_us(coalesce(ended_at, started_at)) // 1000000 = second
group by second
having count(*) > greatest(0.01 * (select count(*) from source_event), 19) and count(distinct case_id) > 9
order by count(*) desc
limit 3
