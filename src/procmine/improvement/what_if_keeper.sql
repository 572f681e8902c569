-- By which calendar does each resource work?
-- grain: resource_no
-- uses: resource_calendar
select resource_no, calendar_no from resource_calendar order by resource_no
