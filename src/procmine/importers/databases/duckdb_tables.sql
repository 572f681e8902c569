-- Which tables and views are there in this DuckDB file?
-- grain: schema, name
select schema_name, table_name, column_count, estimated_size
from duckdb_tables()
where database_name = 'source' and not internal
union all
select schema_name, view_name, column_count, null
from duckdb_views()
where database_name = 'source' and not internal
order by 1, 2
