-- How long is each person at work over several logs, each hour once, and how long in two of them or on two pieces at once?
-- grain: person_no
with change as (
    select person_no, changes_at, sum(in_hand) as in_hand, sum(logs) as logs
    from (
        select person_no, unnest([begins_at, ends_at]) as changes_at, unnest([in_hand, -in_hand]) as in_hand, unnest([1, -1]) as logs
        from states_of_logs
    )
    group by person_no, changes_at
),
state as (
    select person_no, sum(in_hand) over in_turn as in_hand, sum(logs) over in_turn as logs,
        (epoch_us(lead(changes_at) over in_turn) - epoch_us(changes_at)) / 3.6e9 as hours
    from change window in_turn as (partition by person_no order by changes_at)
)
select person_no, sum(hours) as busy_hours, coalesce(sum(hours) filter (logs > 1), 0) as busy_in_several_hours,
    coalesce(sum(hours) filter (in_hand > 1), 0) as multitasking_hours, sum(in_hand * hours) as effort_hours, max(in_hand)::bigint as peak_in_hand
from state where in_hand > 0
group by person_no
