-- uses: personal_event
    -- Each piece of work of which all keys are known, with a number for what they say. Without keys it is what says everything again: case, times and hands.
    -- What stands for values that are not told says of no two that they are the same, and is missing.
    -- Alike are texts of the same letters, digits and numbers, in small letters, without zeros before a number: INV-0042 and inv 42, 12.50 and 12.5.
    with key as (select unnest($keys::varchar[]) as name),
    told as (
        select event_no, name, text from event_attribute semi join key using (name) where not list_contains($stand_ins::varchar[], text)
        union all
        select event_no, name, text from event join case_attribute using (case_no) semi join key using (name) where not list_contains($stand_ins::varchar[], text)
        union all
        select event_no, 'resource', resource from event join resources using (resource_no) where 'resource' in (select name from key)
    ),
    written as ( -- a minus before a number is kept as ~, a point or comma where a digit follows it and no letter comes before
        select event_no, name, text, regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            translate(lower(strip_accents(text)), '~−', ' -'), '(^|[^\p{L}\p{N}])-([.,]?[0-9])', '\1~\2', 'g'),
            '(\p{L})[.,]+', '\1', 'g'), '[.,]+([^0-9]|$)', '\1', 'g'), '[^\p{L}\p{N}.,~]', '', 'g'), '(^|[^0-9.,])0+([0-9])', '\1\2', 'g') as alike
        from told
    ),
    said as (
        select event_no, name, case when not $is_alike then text when regexp_full_match(alike, '~?[.]?0[.0]*') then '0'
            when regexp_full_match(alike, '~?[0-9]*\.[0-9]+') then regexp_replace(rtrim(rtrim(alike, '0'), '.'), '^(~?)[.]', '\10.') else alike end as said
        from written
    ),
    whole as (select event_no, list(said order by name) as values from said group by event_no having count(*) = len($keys::varchar[]))
    select event_no, case_no, activity_no, position, key_no, values
    from whole join (select values, min(event_no) as key_no from whole group by values) using (values)
    join (select event_no, case_no, activity_no, position from event) using (event_no)
    where len($keys::varchar[]) > 0
    union all
    select event_no, case_no, activity_no, position, min(event_no) over (partition by case_no, activity_no, started_at, ended_at, person_no), []
    from personal_event where len($keys::varchar[]) = 0
