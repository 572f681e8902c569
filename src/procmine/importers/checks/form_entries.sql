-- Several steps of a case entered at one instant by one resource, as a form saves them.
-- severity: warning
-- repair: If they are one piece of work, merge them with merge-activities.
with form as (
    select case_id, list_sort(list(distinct activity)) as activities, count(*) as events from tied
    where resource is not null and lifecycle is null
    group by case_id, resource, coalesce(ended_at, started_at)
    having count(distinct activity) > 2
)
select
    sum(events)::bigint as affected,
    list(distinct array_to_string(activities, ' + '))[1:5] as examples,
    format('{:,} events were entered three or more at once by one resource in one case.', sum(events)::bigint)
        as message
from form
having sum(events) > 0.05 * (select sum(events) from activity_stat)
