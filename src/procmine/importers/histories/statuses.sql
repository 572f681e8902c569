-- Which statuses were there, what does the tool say of each, and which are only how items are closed?
-- grain: name of a status
-- uses: told_span, value_name
select coalesce(n.name, s.value, s.value_id) as name, any_value(category) as category,
    bool_or((item_id, s.value_id) in (select (item_id, value_id) from told_span where field = 'closing')) as is_closing
from told_span s left join value_name n using (field, value_id)
where field = 'status' and coalesce(n.name, s.value, s.value_id) is not null
group by 1
order by 1;
