-- How often is each activity done, and each step taken, at most in one case?
-- grain: from_no, to_no (both the same activity's number and null: the activity itself)
-- uses: step
select from_no, to_no, max(times) as max_repeats from (select case_no, from_no, to_no, count(*) as times from step group by case_no, from_no, to_no)
group by from_no, to_no
union all
select activity_no, null, max(occurrence) from event group by activity_no
order by from_no, to_no nulls first
