-- uses: expected_case, repeat
    -- What each finished case passes and what not: every activity that it does or should do, and every rejection that it might meet.
    -- An activity passes where it is there and done once, side-by-side work left aside; a rejection passes where it does not come.
    -- Of a case that is rejected nothing more is expected, so that it fails by its rejection and not by all that is then left out.
    with work as (
        select case_no, activity_no, bool_or(is_again) as is_again
        from (
            select e.case_no, e.activity_no, again.position is not null as is_again
            from event e left join (select case_no, position from repeat) again using (case_no, position)
        )
        where case_no in (select case_no from expected_case) group by all
    ),
    kind as (
        select activity_no, activity, list_contains($rejections::varchar[], activity) as is_rejection, list_contains($repeatable::varchar[], activity) as is_repeatable,
            count(case_no) >= $expected * (select count(*) from expected_case) as is_expected
        from activities left join work using (activity_no) group by all
    ),
    rejected as (select distinct case_no from work join kind using (activity_no) where is_rejection)
    select case_no, activity_no, 'rejection' as role, false as is_repeated, false as is_skipped, work.case_no is not null as is_rejected
    from (from expected_case cross join (select activity_no from kind where is_rejection)) left join work using (case_no, activity_no)
    union all
    select case_no, activity_no, 'expected', coalesce(is_again and not is_repeatable, false), work.case_no is null, false
    from (from expected_case cross join (select activity_no, is_repeatable from kind where is_expected and not is_rejection)) left join work using (case_no, activity_no)
    where work.case_no is not null or case_no not in (from rejected)
    union all
    select case_no, activity_no, 'optional', is_again and not is_repeatable, false, false
    from work join (select activity_no, is_repeatable from kind where not is_expected and not is_rejection) using (activity_no)
