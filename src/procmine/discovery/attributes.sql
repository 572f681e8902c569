-- What does the log know of its cases and of its work, and how much of it is missing?
-- grain: attribute
with value as (
    select name, 'case' as level, case_no as of_no, text, number, instant from case_attribute where case_no in (select case_no from case_span)
    union all
    select name, 'work', event_no, text, number, instant from event_attribute where event_no in (select event_no from event)
    union all
    select 'activity', 'work', event_no, activity, null, null from event join activities using (activity_no)
    union all
    select 'resource', 'work', event_no, resource, null, null from event join resources using (resource_no)
),
-- Activity and resource are roles that columns played; an attribute of the same name goes before them.
listed as (
    select name, level from (select name, case level when 'event' then 'work' else level end as level from attributes)
    union all
    select unnest(['activity', 'resource']), 'work' where true
),
counted as (
    select name, level, text, count(*) as pieces, any_value(number) as number, any_value(instant) as instant from value where text is not null group by name, level, text
),
told as (
    select name, level, count(*) as values, sum(pieces)::bigint as known, arg_max(text, (pieces, text)) as top_value, max(pieces) as top_pieces,
        sum(pieces) filter (number is not null) as numbers, sum(pieces) filter (instant is not null) as instants,
        sum(pieces) filter (starts_with(text, '0') and length(text) > 1 and not starts_with(text, '0.')) as codes, min(instant) as first_at, max(instant) as last_at
    from counted group by name, level
),
spread as (
    select name, level, min(number) as low, quantile_cont(number, 0.25) as lower_quartile, quantile_cont(number, 0.5) as median, quantile_cont(number, 0.75) as upper_quartile, max(number) as high
    from value where number is not null group by name, level
),
size as (select 'case' as level, count(*) as size from case_span union all select 'work', count(*) from event)
select distinct name as attribute, level, coalesce(values, 0) as values, coalesce(known, 0) as known, (size - coalesce(known, 0)) / size as share_missing, top_value, top_pieces / known as share_top,
    case when numbers = known and codes is null then low end as low, case when numbers = known and codes is null then lower_quartile end as lower_quartile,
    case when numbers = known and codes is null then median end as median, case when numbers = known and codes is null then upper_quartile end as upper_quartile,
    case when numbers = known and codes is null then high end as high, case when instants = known then first_at end as first_at, case when instants = known then last_at end as last_at
from listed join size using (level) left join told using (name, level) left join spread using (name, level)
order by level, attribute
