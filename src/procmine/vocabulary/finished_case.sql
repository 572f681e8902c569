-- uses: timed_case
    -- The cases that ended while somebody was looking, with the time they took; `place` counts them from 0 as they ended.
    select case_no, case_id, first_at, last_at, span_seconds / 3600 as cycle_hours, worked_seconds / 3600 as cycle_worked_hours,
        row_number() over (order by last_at, case_no) - 1 as place, count(*) over () as cases
    from timed_case
    where not is_open and ($observed_from is null or last_at > $observed_from::timestamp)
