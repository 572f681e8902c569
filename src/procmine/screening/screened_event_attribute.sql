    -- Attributes of work that do not name people. A value that is somebody's name is not told; of those that say where people
    -- belong, the ones that fewer than five belong to are told as one.
    select a.* exclude (told_as, is_told) replace (case when is_told then text else told_as end as text, case when is_told then number end as number, case when is_told then instant end as instant)
    from (
        select a.*, case when named.folded is not null then $screen_named_as else grouping.told_as end as told_as,
            named.folded is null and (grouping.name is null or kept.name is not null) or text is null as is_told
        from main.event_attribute a
        left join (select unnest($screen_grouping::varchar[]) as name, unnest($screen_grouping_as::varchar[]) as told_as) grouping on grouping.name = a.name
        left join (select unnest($screen_kept::varchar[]) as name, unnest($screen_kept_text::varchar[]) as kept_text) kept on kept.name = a.name and kept_text = a.text
        left join (select distinct lower(trim(resource)) as folded from main.resources) named on folded = case when list_contains($screen_naming, a.name) then lower(trim(a.text)) end
        where list_contains($screen_shown, a.name)
    ) a
