-- How much comes, is completed and is worked on, month by month?
-- grain: month_at
-- uses: program, personal_event
with begun as (select date_trunc('month', timezone($zone, timezone('UTC', first_at))) as month_at, count(*) as arrivals from case_span where not is_truncated group by 1),
ended as (select date_trunc('month', timezone($zone, timezone('UTC', last_at))) as month_at, count(*) as completions from case_span where not is_open group by 1),
work as (
    select date_trunc('month', timezone($zone, timezone('UTC', coalesce(started_at, ended_at)))) as month_at, count(*) as pieces,
        count(distinct person_no) filter (person_no not in (select resource_no from program)) as people, count(distinct person_no) as resources
    from personal_event group by 1
)
select month_at, coalesce(arrivals, 0) as arrivals, coalesce(completions, 0) as completions, coalesce(pieces, 0) as pieces, coalesce(people, 0) as people,
    coalesce(resources, 0) as resources
from begun full join ended using (month_at) full join work using (month_at)
order by month_at
