-- Does what came tell anything that was not known?
-- grain: one truth
-- uses: seen_…, earlier_…
select exists(select * exclude (seen_at) from seen_item except select * exclude (seen_at) from earlier_item)
    or exists(from seen_value except from earlier_value)
    or exists(from earlier_value semi join seen_item using (item_id) except from seen_value)
    or exists(select * exclude (place) from seen_change except select * exclude (place) from earlier_change)
    or exists(select * exclude (place) from seen_member except select * exclude (place) from earlier_member)
    or exists(from seen_holding except from earlier_holding)
    or exists(from earlier_holding semi join seen_item using (item_id) except from seen_holding)
    or exists(select * exclude (place) from seen_step except select * exclude (place) from earlier_step)
    or exists(from seen_state except from earlier_state);
