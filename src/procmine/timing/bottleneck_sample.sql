-- How much does each wait and each work make up in a thousandth of the cases, on the critical path and in all?
-- grain: sample_no, activity, kind
-- uses: stretch
-- prepared with: nothing
-- Every thousandth case, in the order of arrival, makes a sample; with fewer cases each is one.
select case_no % 1000 as sample_no, activity, kind, coalesce(sum(seconds) filter (is_critical), 0) as critical, sum(seconds) as all_seconds,
    coalesce(sum(worked_seconds) filter (is_critical), 0) as critical_worked, sum(worked_seconds) as all_worked
from stretch join activities using (activity_no)
group by all
order by sample_no, activity, kind
