-- Which work does each resource do, and how often?
-- grain: resource, activity
-- leaves out: no resource recorded | resource_no is null
select resource, activity, count(*) as pieces from event join resources using (resource_no) join activities using (activity_no)
group by resource, activity order by resource, activity
