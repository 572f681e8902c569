-- uses: rule_check, rule_mark, asked_condition, held_condition, common_clock, common_now, judged_case
    -- What becomes of the checks that count work in a case as a whole, case by case: 0 is satisfied, 1 pending, 3 violated.
    with asking as (
        select check_no, least, most, counted_at, within_us, is_worked, case_no, is_open, events from rule_check cross join judged_case where kind = 'count'
    ),
    failing as (
        select distinct asking.check_no, case_no from asked_condition c join asking on asking.check_no = c.check_no and side = 'activation'
        left join held_condition h on h.condition_no = c.condition_no and held_no = case_no
        where (h.condition_no is not null) = is_complement
    ),
    opening as (
        select case_no, epoch_us(coalesce(started_at, ended_at)) as opens_us, begins_worked as opens_worked
        from event left join common_clock using (event_no) where position = 1
    ),
    timed as (
        select asking.*, case when is_worked then opens_worked else opens_us end as from_us, case when is_worked then now_worked else now_us end as until_us
        from asking anti join failing using (check_no, case_no) join opening using (case_no) cross join common_now
    ),
    found as (
        select check_no, case_no, count(*) as found from timed join (from rule_mark where is_target) using (check_no, case_no)
        where case counted_at when 'first' then position = 1 when 'last' then position = events else true end and coalesce(begins_us - from_us <= within_us, true)
        group by check_no, case_no
    )
    select check_no, case_no, case
            when coalesce(found > most, false) then 3
            when coalesce(found, 0) >= least then 0
            when is_open and counted_at <> 'first' and coalesce(until_us - from_us <= within_us, true) then 1
            else 3
        end as outcome
    from timed left join found using (check_no, case_no)
