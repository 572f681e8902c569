-- Who is in each pool, and how often is nobody of it free?
-- grain: pool
-- uses: owner, worker_name, belonging, pool_state
-- `available_hours` is the time in which anybody of it was on duty, from first work to last, or at work;
-- `share_own_work` how much of the work of its members that bears a pool bears this one.
select coalesce(any_value(team), any_value(resource)) as pool, count(*) as members, any_value(available) / 3600 as available_hours,
    any_value(full_seconds) / any_value(available) as share_full, sum(pieces) / sum(pieces_of_any) as share_own_work, sum(pieces_of_any) as pieces
from owner join worker_name using (resource_no) left join belonging using (resource_no)
left join (
    select owner_no, sum(epoch_us(ends_at) - epoch_us(begins_at)) / 1e6 as available,
        coalesce(sum(epoch_us(ends_at) - epoch_us(begins_at)) filter (is_full), 0) / 1e6 as full_seconds
    from pool_state group by owner_no
) using (owner_no)
group by owner_no
order by available_hours desc nulls last, pool
