-- What do keys, days and times of SAP's tables say, however they were exported?
-- grain: macros, and the items of purchase orders
-- uses: ekpo
-- Spreadsheets take leading zeros off keys and times; a list of SAP writes days as 31.12.2026, a table as 20261231.
create or replace temp macro sap_key(told, width) as lpad(ltrim(told, '0'), width, '0');

create or replace temp macro sap_day(told) as
coalesce(try_strptime(told, '%Y%m%d'), try_strptime(told, '%d.%m.%Y'), try_strptime(told, '%Y-%m-%d'));

create or replace temp macro sap_time(told) as lpad(replace(coalesce(nullif(told, ''), '0'), ':', ''), 6, '0');

create or replace temp macro sap_at(day, clock) as
sap_day(day) + to_seconds(sap_time(clock)[1:2]::bigint * 3600 + sap_time(clock)[3:4]::bigint * 60 + sap_time(clock)[5:6]::bigint);

create or replace temp table sap_item as
select sap_key(ebeln, 10) as po, sap_key(ebelp, 5) as item, any_value(matnr) as matnr, any_value(pstyp) as pstyp,
    count(*) over (partition by sap_key(ebeln, 10)) as items_of_order
from ekpo group by po, item;
