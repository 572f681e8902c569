-- Which cases of one log begin after work of another with the same key has ended, after which work, and how long after?
-- grain: from_no, to_no, case_no
-- The work before is the last that ended by then; a case with several keys is taken once, with the latest of them.
with linked as (
    select begins.*, other.log_no as from_no
    from begins_of_logs begins
    join (select distinct log_no, key from ends_of_logs) other on begins.key = other.key and begins.log_no <> other.log_no
),
followed as (
    select linked.*, ends.ended_at, ends.activity as from_activity
    from linked asof left join ends_of_logs ends
        on linked.from_no = ends.log_no and linked.key = ends.key and linked.begins_at >= ends.ended_at
)
select from_no, log_no as to_no, case_no, any_value(activity) as to_activity, arg_max(from_activity, ended_at) as from_activity,
    (epoch_us(any_value(begins_at)) - epoch_us(max(ended_at))) / 3.6e9 as between_hours, any_value(is_elapsed) as is_elapsed,
    bool_and(regexp_full_match(key, '[0-9]{1,6}')) as is_plain_number
from followed
group by from_no, log_no, case_no
