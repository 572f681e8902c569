-- Where does the history of an item not hold together?
-- grain: item × field × kind of break
-- uses: numbered_change, kept_value, kept_item
-- gap: a change begins with another value than the one before left behind; end: the last change left another value than the item has
-- now; early: a change lies before the item was created.
with judged as (
    select c.*, key, created_at, coalesce(i.updated_at, i.seen_at) as updated_at, v.value_id as now_id, v.value as now_value,
        row_number() over (partition by item_id, field, changed_at <= coalesce(i.updated_at, i.seen_at) order by c.nth desc) as from_end
    from numbered_change c join kept_item i using (item_id) left join kept_value v using (item_id, field)
    where field in ('status', 'assignee')
)
select 'gap' as kind, key, field, count(*) as times from judged
where nth > 1 and not is_inferred
    and if(before_id is not null and old_id is not null, before_id <> old_id, before_value is distinct from old_value)
group by key, field
union all
select 'end', key, field, 1 from judged
where from_end = 1 and changed_at <= updated_at
    and if(new_id is not null and now_id is not null, new_id <> now_id, new_value is distinct from now_value)
union all
select 'early', key, field, count(*) from judged where changed_at < created_at - interval 1 second group by key, field
order by all;
