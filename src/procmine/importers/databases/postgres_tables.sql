-- Which tables and views of this PostgreSQL database may be read?
-- grain: schema, name
-- reltuples is what the last analyse estimated, -1 where nobody analysed; a view has no rows of its own.
select
    n.nspname::text as schema_name,
    c.relname::text as table_name,
    (select count(*) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    case when c.relkind in ('r', 'm', 'p') and c.reltuples >= 0 then c.reltuples::bigint end as rows
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'v', 'm', 'f', 'p')
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_toast%' and n.nspname not like 'pg\_temp%'
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select'))
    and not c.relispartition
order by 1, 2
