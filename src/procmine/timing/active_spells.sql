-- How many uninterrupted periods of work does each have, and how long are they?
-- grain: group
-- uses: active_spell
select "group", count(*) as spells, max(epoch_us(until_at) - epoch_us(from_at)) / 3.6e9 as longest_spell_hours,
    avg(epoch_us(until_at) - epoch_us(from_at)) / 3.6e9 as mean_spell_hours,
    arg_max(is_unfinished, epoch_us(until_at) - epoch_us(from_at)) as is_longest_unfinished
from active_spell group by "group" order by "group"
