    -- cases that have the attribute's value, or its complement
    select case_no from cases
    where $is_complement <> (case_no in (
        select case_no from (
            select case_no, text, number, instant from case_attribute where name = $name
            union all
            select case_no, text, number, instant from event_attribute where name = $name
            union all
            select case_no, resource, null, null from events join resources using (resource_no) where $name = 'resource'
            union all
            select case_no, activity, null, null from events join activities using (activity_no) where $name = 'activity'
            union all
            select case_no, case_id, null, null from cases where $name in ('case', 'case_id')
        )
        where case $operator
            -- Codes are text: 007 is not 7. A date stands for its whole day.
            when '='  then text = $text or number = $plain_number and regexp_full_match(text, '-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-][0-9]+)?')
                or instant >= $from_at and instant < $until
            when '<'  then coalesce(number < $number, instant < $from_at, text < $text and $number is null and $from_at is null)
            when '<=' then coalesce(number <= $number, instant < $until, text <= $text and $number is null and $from_at is null)
            when '>'  then coalesce(number > $number, instant >= $until, text > $text and $number is null and $from_at is null)
            when '>=' then coalesce(number >= $number, instant >= $from_at, text >= $text and $number is null and $from_at is null)
        end
    ))
