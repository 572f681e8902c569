-- Which change touched which item of a purchase order?
-- grain: change × item
-- uses: cdhdr, cdpos, sap_item
-- TABKEY is client, order and item in one; a change of the order itself (EKKO) is one of each item. Without TABKEY the changes of the
-- same kind at the same moment are dealt out where they are a multiple of the order's items, else `item` stays NULL.
create or replace temp table sap_change as
select sap_key(h.objectid, 10) as po, sap_at(udate, utime) as told_at, nullif(username, '') as who, h.changenr, tabname, upper(fname) as fname,
    upper(chngind) as sign, nullif(value_new, '') as told,
    case when length(tabkey) >= 18 then sap_key(tabkey[14:18], 5)
        when upper(chngind) = 'I' and upper(fname) = 'EBELP' then sap_key(value_new, 5) end as item
from cdhdr h join cdpos p on p.changenr = h.changenr
where coalesce(h.objectclas, 'EINKBELEG') = 'EINKBELEG'
    and (upper(chngind) = 'U' or (upper(chngind) = 'I' and tabname = 'EKPO' and upper(fname) in ('KEY', 'EBELP')));

create or replace temp table sap_named_change as
select c.* exclude (told), items, case
    when sign = 'I' then 'Create Purchase Order Item'
    when told is not null and (fname in ('UNMAPPED_ACTIVITY', 'FRGZU', 'PROCSTAT') or fname like '%STATUS') then told
    when fname = 'LOEKZ' then if(told is null, 'Restore Purchase Order Item', 'Delete Purchase Order Item')
    else coalesce(name, 'Change ' || fname) end as activity
from sap_change c
left join (select po, max(items_of_order) as items from sap_item group by po) using (po)
left join (values ('NETPR', 'Change Price'), ('MENGE', 'Change Quantity'), ('EINDT', 'Change Delivery Date'), ('NETWR', 'Change Value'),
    ('ELIKZ', 'Change Delivery Indicator'), ('EREKZ', 'Change Final Invoice Indicator'), ('ZLSPR', 'Change Payment Block'),
    ('WERKS', 'Change Plant'), ('ZTERM', 'Change Payment Terms')) as known (fname, name) using (fname);

create or replace temp table sap_placed_change as
select c.po, coalesce(c.item, i.item) as item, told_at, who, changenr, activity, c.item is null and tabname <> 'EKKO' and items > 1 as is_dealt
from (
    select *, row_number() over same as nth, count(*) over (partition by po, told_at, activity, item is null) as alike
    from sap_named_change window same as (partition by po, told_at, activity, item is null order by changenr)
) c
left join (select *, row_number() over (partition by po order by item) as place from sap_item) i
    on i.po = c.po and c.item is null and (tabname = 'EKKO' or (alike % items = 0 and (nth - 1) % items + 1 = place));
