-- To which team does each resource belong: which value is recorded with most of its work?
-- grain: resource
-- uses: belonging
select resource, team from belonging join resources using (resource_no)
order by resource
