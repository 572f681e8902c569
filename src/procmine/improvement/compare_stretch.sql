-- How much does each wait and each work make up on the critical paths of the cases seen whole, in each block of cases?
-- grain: block, activity, kind
-- uses: critical_stretch
-- So many cases apart, in the order of arrival, make a block; with fewer cases each is one.
select case_no % $blocks as block, activity, kind, sum(seconds) / 3600 as hours, sum(worked_seconds) / 3600 as worked_hours
from critical_stretch join case_span using (case_no) join activities using (activity_no)
where not is_open and not is_truncated
group by all
order by block, activity, kind
