-- How many cases have a number under a name?
-- grain: one row
select count(number) as numbers from case_attribute where name = $amount_of
