-- How much work does each hand do, and how much of it does it keep?
-- grain: resource
-- uses: passage, hand
-- prepared with: nothing
-- `handed_inside`: work that stays in the group but was done by another resource of it.
select hand as resource, count(*) as pieces, count(*) filter (from_no = to_no) as kept,
    count(*) filter (from_no = to_no and not is_same_resource) as handed_inside
from passage join hand on hand_no = to_no
group by hand
order by pieces desc, resource
