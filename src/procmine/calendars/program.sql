-- Which resources bear the name of a program?
-- grain: resource_no
-- uses: program
select resource_no from program order by resource_no
