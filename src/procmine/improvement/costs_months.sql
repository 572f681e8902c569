-- How long does what is seen last?
-- grain: the view
select epoch(greatest(max(coalesce(ended_at, started_at)), max(started_at)) - min(coalesce(started_at, ended_at))) / 3600 as hours from event
