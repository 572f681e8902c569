-- When is work done by each calendar?
-- grain: calendar_no, begins
-- uses: working_interval
-- In microseconds, with the working time before each; the last row of a calendar stands for all after it, of which nothing is known.
select calendar_no, epoch_us(begins_at) as begins, us, us_before from working_interval order by calendar_no, begins
