-- How long did single pieces of work lie, across hands and within the same, in some of the cases?
-- grain: event_no
-- uses: passage
-- prepared with: nothing
-- Whole cases, the same ones each time, of about 20,000 pieces of work: intervals are drawn from them. Only pairs of activities that
-- have both kinds.
with told as (
    select event_no, case_no, predecessor_activity_no as from_activity_no, activity_no as to_activity_no, from_no <> to_no as is_across, wait_seconds / 3600 as wait_hours
    from passage where from_no is not null and to_no is not null and wait_seconds is not null
),
both_kinds as (
    select from_activity_no, to_activity_no from told group by all
    having least(count(*) filter (is_across), count(*) filter (not is_across)) >= 5
),
chosen as (
    select *, (select greatest(1, ceil(count(*) / 20000)) from told join both_kinds using (from_activity_no, to_activity_no))::bigint as every
    from told join both_kinds using (from_activity_no, to_activity_no)
)
select * exclude (every) from chosen where hash(case_no) % every = 0
order by from_activity_no, to_activity_no, is_across, wait_hours, event_no
