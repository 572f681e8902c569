-- What did the finished cases take, as they were recorded?
-- grain: case_no
-- leaves out: in cases that are not finished | case_no in (select case_no from case_span where is_open)
-- leaves out: in cases that began before the observation | case_no in (select case_no from case_span where is_truncated and not is_open)
-- Table `observations`; instants in microseconds. The pieces of work that are played again are in what_if_piece.
select case_no, case_id, span_seconds / 3600 as recorded_hours, epoch_us(first_at) as begins, epoch_us(last_at) as ends
from case_span
where not is_open and not is_truncated
order by case_no
