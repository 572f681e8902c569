-- Which activities, and how many cases, bear somebody's name in their own?
-- grain: activity; null for the cases
-- The screen stands before people and attributes, not before the names of activities and cases. Names of fewer than three letters and
-- numbers are in too many texts to say anything.
with person_name as (
    select distinct lower(trim(resource)) as name from main.resources where length(trim(resource)) >= 3 and regexp_matches(resource, '[[:alpha:]]')
)
select activity, 1 as found from main.activities where exists (select 1 from person_name where contains(lower(activity), name))
union all
select null, count(*)::integer from main.cases where exists (select 1 from person_name where contains(lower(case_id), name))
order by activity
