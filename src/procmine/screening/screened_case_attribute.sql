    -- Attributes of cases without those that name people; values that fewer than five belong to are told as one.
    select a.* replace (coalesce(merged.told, a.text) as text, case when merged.told is null then a.number end as number, case when merged.told is null then a.instant end as instant)
    from main.case_attribute a
    left join (select unnest($merged_name::varchar[]) as name, unnest($merged_text::varchar[]) as text, unnest($merged_told::varchar[]) as told) merged using (name, text)
    where not list_contains($hidden, a.name)
