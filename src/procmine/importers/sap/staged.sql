-- What does an import read of SAP's tables?
-- grain: event
-- uses: sap_event, sap_item, ekko
select 0::bigint as source_row, null::bigint as source_line, po || '_' || item as "Purchase order item", activity as "Activity",
    strftime(told_at, '%Y-%m-%d %H:%M:%S') as "Time", who as "User",
    row_number() over (order by po, item, told_at, kind, document, activity)::varchar as "Order",
    po as "Purchase order", document as "Document", lifnr as "Vendor", bukrs as "Company code", bsart as "Document type",
    pstyp as "Item category", matnr as "Material"
from sap_event e join sap_item i using (po, item)
left join (select sap_key(ebeln, 10) as po, any_value(lifnr) as lifnr, any_value(bukrs) as bukrs, any_value(bsart) as bsart from ekko group by 1) using (po)
order by po, item, told_at, kind, document, activity
