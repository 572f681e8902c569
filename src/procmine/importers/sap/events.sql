-- What happened to each item of a purchase order?
-- grain: event
-- uses: sap_item, sap_placed_change, ekko, ekbe, rbkp, rseg
create or replace temp table sap_receipt as
select sap_key(ebeln, 10) as po, sap_key(ebelp, 5) as item, sap_at(cpudt, cputm) as told_at, nullif(ernam, '') as who, nullif(belnr, '') as document, gjahr,
    case when vgabe = '9' or (vgabe = '1' and nullif(belnr, '') is null) then 'Record Service Entry Sheet'
        when vgabe = '1' then 'Record Goods Receipt' when vgabe = '2' then 'Record Invoice Receipt'
        when vgabe = '3' then 'Record Subsequent Debit' else 'Record History ' || vgabe end as activity
from ekbe;

create or replace temp table sap_invoice as
select distinct sap_key(ebeln, 10) as po, sap_key(ebelp, 5) as item, coalesce(sap_day(bldat), sap_at(cpudt, cputm)) as told_at,
    if(sap_day(bldat) is null, nullif(usnam, ''), null) as who, b.belnr as document, b.gjahr, 'Vendor creates invoice' as activity
from rbkp b join rseg g on g.belnr = b.belnr and g.gjahr is not distinct from b.gjahr;

create or replace temp table sap_event as
select po, item, told_at, who, changenr as document, activity, 1 as kind, is_dealt from sap_placed_change
union all by name
select i.po, i.item, sap_day(aedat) as told_at, nullif(ernam, '') as who, 'Create Purchase Order Item' as activity, 0 as kind
from sap_item i join ekko o on sap_key(o.ebeln, 10) = i.po
where sap_day(aedat) is not null and (i.po, i.item) not in (select (po, item) from sap_placed_change where activity = 'Create Purchase Order Item' and item is not null)
union all by name
select po, item, told_at, who, document, activity, 2 as kind from sap_invoice v
anti join (from sap_receipt where activity = 'Record Invoice Receipt') using (po, item, document, gjahr, told_at)
union all by name
select po, item, told_at, who, document, activity, 3 as kind from sap_receipt;
