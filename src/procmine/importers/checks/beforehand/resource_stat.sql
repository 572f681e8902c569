-- Each resource with its events.
create or replace temp table resource_stat as
select resource, count(*) as events from source_event group by resource
