-- Which tables and views are there in this SQLite file?
-- grain: name
select m.name, (select count(*) from pragma_table_info(m.name)) as columns
from sqlite_master m
where m.type in ('table', 'view') and m.name not like 'sqlite\_%' escape '\'
order by m.name
