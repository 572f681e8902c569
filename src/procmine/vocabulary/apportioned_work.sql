-- uses: timed_stint, timed_hand_state
    -- The hours of each piece of work with a start and a resource, as they passed (on duty, where a calendar is given), and shared out
    -- among all that its person had in hand meanwhile: the shares of one person add up to the hours at work.
    with passed as (
        select person_no, begins_at, ends_at, duty_hours, sum(duty_hours) over so_far as upto_hours, sum(duty_hours / in_hand) over so_far as upto_shared
        from timed_hand_state window so_far as (partition by person_no order by begins_at)
    ),
    shared as (
        select person_no, begins_at, upto_hours, upto_shared, duty_hours, upto_shared - coalesce(lag(upto_shared) over (partition by person_no order by begins_at), 0) as share from passed
    )
    select event_no, stint.person_no, sum(l.upto_hours - f.upto_hours + f.duty_hours) as elapsed_hours, sum(l.upto_shared - f.upto_shared + f.share) as apportioned_hours
    from timed_stint stint
    join shared f on f.person_no = stint.person_no and f.begins_at = stint.begins_at
    join passed l on l.person_no = stint.person_no and l.ends_at = stint.ends_at
    group by event_no, stint.person_no
