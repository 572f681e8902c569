-- In how many cases does other work follow the activity that completes them?
-- grain: log
select count(*) from completed
join (select case_no, max(event_no) as event_no from version.events group by case_no) using (case_no)
join version.events using (event_no)
join version.activities using (activity_no)
where not list_contains($values, activity)
