-- Where does the history of an item not hold together?
-- grain: item × field × kind of break
-- uses: numbered_change, said_value, kept_item
-- gap: a change begins with another value than the one before left behind; end: the item says now what neither its last change
-- left, nor one that came after it was looked at (its time of update may lie a moment before the change it tells of);
-- early: a change lies before the item was created.
with judged as (
    select c.*, key, created_at, v.item_id is null as is_unknown_now,
        case when new_id is not null and v.value_id is not null then new_id = v.value_id
            when new_value is not null and v.value is not null then new_value = v.value
            else coalesce(new_id, new_value) is null and coalesce(v.value_id, v.value) is null end as is_now,
        max(nth) filter (changed_at <= coalesce(i.updated_at, i.seen_at)) over (partition by item_id, field) as last_seen_nth
    from numbered_change c join kept_item i using (item_id) left join said_value v using (item_id, field)
    where field in ('status', 'assignee')
)
select 'gap' as kind, key, field, count(*) as times from judged
where nth > 1 and not is_inferred
    and case when before_id is not null and old_id is not null then before_id <> old_id
        when before_value is not null and old_value is not null then before_value <> old_value
        else (coalesce(before_id, before_value) is null) <> (coalesce(old_id, old_value) is null) end
group by key, field
union all
select 'end', key, field, 1 from judged
where nth >= last_seen_nth and not is_unknown_now group by key, field having not bool_or(is_now)
union all
select 'early', key, field, count(*) from judged where changed_at < created_at - interval 1 second group by key, field
order by all;
