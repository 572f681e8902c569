-- Some activities are told to the minute or the day, others to the second.
-- severity: warning
-- repair: Order within a minute is then not certain; a column named with --sequence settles it.
with coarse as (
    select activity, events, if(whole_days = events, 'day', 'minute') as grain from activity_stat
    where whole_minutes = events and events >= 10
)
select
    sum(events)::bigint as affected,
    list(activity order by events desc)[1:5] as examples,
    format('Told to the {} only, while the others are told finer: {:,} of {:,} activities.', grain, count(*),
        (select count(*) from activity_stat)) as message
from coarse
where grain = 'day' and exists (select 1 from activity_stat where whole_days < events * 0.5)
    or grain = 'minute' and exists (select 1 from activity_stat where whole_minutes < events * 0.5)
group by grain
order by grain
