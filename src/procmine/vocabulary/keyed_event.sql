-- uses: personal_event
    -- Each piece of work of which all keys are known, with a number for what they say. Without keys it is what says everything again: case, times and hands.
    -- Alike are texts of the same letters and digits, in small letters, without zeros before a number: INV-0042 and inv 42.
    with key as (select unnest($keys::varchar[]) as name),
    told as (
        select event_no, name, text from event_attribute semi join key using (name)
        union all
        select event_no, name, text from event join case_attribute using (case_no) semi join key using (name)
        union all
        select event_no, 'resource', resource from event join resources using (resource_no) where 'resource' in (select name from key)
    ),
    said as (
        select event_no, name, case when $is_alike
            then regexp_replace(regexp_replace(lower(strip_accents(text)), '[^\p{L}\p{N}]', '', 'g'), '(^|[^0-9])0+([0-9])', '\1\2', 'g') else text end as said
        from told
    ),
    whole as (select event_no, list(said order by name) as values from said group by event_no having count(*) = len($keys::varchar[]))
    select event_no, case_no, activity_no, position, key_no, values
    from whole join (select values, min(event_no) as key_no from whole group by values) using (values)
    join (select event_no, case_no, activity_no, position from event) using (event_no)
    where len($keys::varchar[]) > 0
    union all
    select event_no, case_no, activity_no, position, min(event_no) over (partition by case_no, activity_no, started_at, ended_at, person_no), []
    from personal_event where len($keys::varchar[]) = 0
