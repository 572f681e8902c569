-- What is told of changes, and of values now, before anything is composed of parts?
-- grain: as `seen_change`, `seen_value`
-- uses: kept_change, kept_value, kept_revision
-- Of a tool that keeps revisions, a change is what a revision says and the one before did not.
create or replace temp table said_change as
from kept_change
union all by name
select item_id, 'revision ' || rev as change_id, rev as place, changed_at, who_id, field, old_id, old_value, value_id as new_id, value as new_value,
    false as is_inferred, false as is_old_only, false as is_new_only
from (
    select *, lag(rev) over course as before_rev, lag(value_id) over course as old_id, lag(value) over course as old_value
    from kept_revision window course as (partition by item_id, field order by rev)
)
where before_rev is not null and coalesce(value_id, value) is distinct from coalesce(old_id, old_value);

create or replace temp table said_value as
from kept_value
union all by name
select item_id, field, value_id, value from kept_revision qualify row_number() over (partition by item_id, field order by rev desc) = 1;
