-- How long do cases stay in each stage in working time, an open one so far?
-- grain: stage_no
-- uses: reached_stage, working_interval
select stage_no::integer as stage_no, avg(((y.us_before + least(epoch_us(passed_at) - epoch_us(y.begins_at), y.us))
    - (x.us_before + least(epoch_us(reached_at) - epoch_us(x.begins_at), x.us))) / 3.6e9) as mean_worked_hours
from reached_stage
asof left join (from working_interval where calendar_no = 0) x on reached_at >= x.begins_at
asof left join (from working_interval where calendar_no = 0) y on passed_at >= y.begins_at
group by stage_no
order by stage_no
