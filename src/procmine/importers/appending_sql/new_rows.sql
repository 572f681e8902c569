-- How many rows tell what the log did not hold: an event, or what lay in no quarantine?
-- grain: one row
-- Row numbers of what the log held lie below nought. Rows left out by choice are no news: they are counted when there is some.
select
    (select count(*) from source_event where source_row > 0)
    + (
        select count(*) from quarantine q
        where source_row > 0 and reason <> 'already in the log' and not starts_with(reason, 'left out: ') and not exists (
            from quarantine h where h.source_row <= 0 and h.reason = q.reason and h.detail is not distinct from q.detail
        )
    )
