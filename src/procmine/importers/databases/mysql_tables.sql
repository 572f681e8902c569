-- Which tables and views of this MySQL database may be read?
-- grain: schema, name
-- table_rows is the engine's estimate; without a database in the URL those of all databases are listed.
select t.table_schema, t.table_name, count(c.column_name), max(t.table_rows)
from information_schema.tables t
join information_schema.columns c on c.table_schema = t.table_schema and c.table_name = t.table_name
where t.table_schema not in ('information_schema', 'mysql', 'performance_schema', 'sys')
    and t.table_schema = coalesce(database(), t.table_schema)
group by t.table_schema, t.table_name
order by t.table_schema, t.table_name
