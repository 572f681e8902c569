-- How many changes were dealt out among the items of an order, how many have no item, and how many events an unknown one?
-- grain: one row
-- uses: sap_event, sap_item
select count(*) filter (is_dealt and e.item is not null), count(*) filter (e.item is null and i.is_known),
    count(*) filter (not coalesce(i.is_known, false) or (e.item is not null and (e.po, e.item) not in (select (po, item) from sap_item)))
from sap_event e left join (select distinct po, true as is_known from sap_item) i using (po);
