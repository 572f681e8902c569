-- uses: asked_condition
    -- The cases (`case_no`) or pieces of work (`event_no`) for which each condition holds, before the contrary is taken.
    -- A value is the same here as in a filter: codes are text, so 007 is not 7, and a date stands for its whole day.
    select distinct condition_no, held_no
    from (
        select name, case_no as held_no, text, number, instant from case_attribute semi join (from asked_condition where level = 'case') using (name)
        union all
        select name, event_no, text, number, instant from event_attribute semi join (from asked_condition where level = 'event') using (name)
        union all
        select 'resource', event_no, resource, null, null from event join resources using (resource_no) where exists (from asked_condition where name = 'resource')
        union all
        select 'activity', event_no, activity, null, null from event join activities using (activity_no) where exists (from asked_condition where name = 'activity')
    ) value
    join asked_condition using (name)
    join (
        select unnest($asked_condition::integer[]) as condition_no, unnest($asked_operator::varchar[]) as operator, unnest($asked_text::varchar[]) as asked,
            unnest($asked_number::double[]) as asked_number, unnest($asked_plain_number::double[]) as plain_number,
            unnest($asked_from_at::timestamp[]) as from_at, unnest($asked_until::timestamp[]) as until
    ) using (condition_no)
    where case operator
        when 'known' then true
        when '='  then text = asked or number = plain_number and regexp_full_match(text, '-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-][0-9]+)?')
            or instant >= from_at and instant < until
        when '<'  then coalesce(number < asked_number, instant < from_at, text < asked and asked_number is null and from_at is null)
        when '<=' then coalesce(number <= asked_number, instant < until, text <= asked and asked_number is null and from_at is null)
        when '>'  then coalesce(number > asked_number, instant >= until, text > asked and asked_number is null and from_at is null)
        when '>=' then coalesce(number >= asked_number, instant >= from_at, text >= asked and asked_number is null and from_at is null)
    end
