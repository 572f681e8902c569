-- When was nobody of each pool free to take up more work?
-- grain: owner_no, begins
-- uses: timed_full
-- In microseconds of the clock and of working time.
select owner_no, epoch_us(begins_at) as begins, epoch_us(ends_at) as ends, begins_worked, ends_worked
from timed_full
where owner_no >= $low and owner_no < $high
