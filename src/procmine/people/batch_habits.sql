-- Who works in batches, how large, when, and how long do they gather?
-- grain: resource, activity; (all) stands for all activities of a resource together
-- uses: occupied, batch
-- leaves out: work that names no resource | resource_no is null
-- leaves out: work of which start or end is not known | event_no not in (select event_no from occupied)
-- A batch counts where any of it is seen in the view, with the size it has in the whole log.
with whole as (
    select batch_no, count(*) as size, (epoch_us(any_value(batch_started_at)) - epoch_us(min(enabled_at))) / 3.6e9 as gathering_hours,
        timezone($zone, timezone('UTC', any_value(batch_started_at))) as local_at
    from batch group by batch_no
),
piece as (
    select event.resource_no, occupied.resource_no as person_no, occupied.activity_no, batch_no
    from occupied join event using (event_no)
    left join batch on batch.event_no = occupied.event_no
),
done as (
    select resource_no, coalesce(activity_no, 0) as activity_no, count(*) as pieces, count(distinct person_no) as people, count(batch_no) as in_batches
    from piece group by grouping sets ((resource_no), (resource_no, activity_no))
),
seen as (
    select distinct resource_no, unnest([0, activity_no]) as activity_no, batch_no from piece where batch_no is not null
),
habit as (
    select resource_no, activity_no, count(*) as batches, median(size) as median_size, median(gathering_hours) as median_gathering_hours
    from seen join whole using (batch_no) group by all
),
slot as (
    select resource_no, activity_no, weekday, hour, count(*) as begun
    from (select seen.*, isodow(local_at)::integer as weekday, hour(local_at)::integer as hour from seen join whole using (batch_no))
    group by grouping sets ((resource_no, activity_no, weekday), (resource_no, activity_no, hour), (resource_no, activity_no, weekday, hour))
),
rhythm as (
    select resource_no, activity_no, max(begun) filter (hour is null) as on_weekday, max(begun) filter (weekday is null) as at_hour,
        max(begun) filter (weekday is not null and hour is not null) as in_slot,
        arg_max(weekday, (begun, -weekday)) filter (hour is null) as weekday, arg_max(hour, (begun, -hour)) filter (weekday is null) as hour,
        arg_max(weekday, (begun, -weekday, -hour)) filter (weekday is not null and hour is not null) as slot_weekday,
        arg_max(hour, (begun, -weekday, -hour)) filter (weekday is not null and hour is not null) as slot_hour
    from slot group by all
)
select resource, coalesce(activity, '(all)') as activity, pieces, people, in_batches, in_batches / pieces as share_in_batches, coalesce(batches, 0) as batches,
    median_size, median_gathering_hours, weekday, on_weekday, hour, at_hour, slot_weekday, slot_hour, in_slot
from done left join habit using (resource_no, activity_no) left join rhythm using (resource_no, activity_no)
join resources using (resource_no) left join activities using (activity_no)
order by in_batches desc, resource, activity
