-- Who works on the same cases?
-- grain: first_resource, second_resource
-- leaves out: no resource recorded | resource_no is null
-- leaves out: in cases that more than sixty resources worked on, which tell nothing of pairs | case_no in (select case_no from event group by case_no having count(distinct resource_no) > 60)
with hand as (
    select distinct case_no, resource_no from event where resource_no is not null
    and case_no not in (select case_no from event group by case_no having count(distinct resource_no) > 60)
),
own as (select resource_no, count(*) as cases from hand group by resource_no),
shared as (
    select x.resource_no as x_no, y.resource_no as y_no, count(*) as cases
    from hand x join hand y on x.case_no = y.case_no and x.resource_no < y.resource_no group by x_no, y_no
),
pair as (
    select x.resource_no as x_no, y.resource_no as y_no, x.cases as x_cases, y.cases as y_cases, coalesce(shared.cases, 0) as cases
    from own x join own y on x.resource_no < y.resource_no left join shared on x_no = x.resource_no and y_no = y.resource_no
    where shared.cases > 0 or (select count(*) from own) <= 200
)
select least(x.resource, y.resource) as first_resource, greatest(x.resource, y.resource) as second_resource, cases,
    case when x.resource < y.resource then x_cases else y_cases end as first_cases, case when x.resource < y.resource then y_cases else x_cases end as second_cases,
    (select count(distinct case_no) from hand) as all_cases, (select count(*) from own) as all_resources
from pair join resources x on x.resource_no = x_no join resources y on y.resource_no = y_no
order by cases desc, first_resource, second_resource
