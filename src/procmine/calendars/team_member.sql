-- To which team does each resource belong: which value is recorded with most of its work?
-- grain: resource
-- uses: belonging, worker_name
select resource, team from belonging join worker_name using (resource_no)
order by resource
