-- Which work is recorded as done by programs?
-- grain: resource
-- uses: program, personal_event
select resource, count(*) as pieces, count(*) / (select count(*) from personal_event) as share_pieces
from personal_event join program on program.resource_no = person_no join resources on resources.resource_no = person_no
group by resource order by pieces desc, resource
