-- Which of the values that a rule names does the log hold?
-- grain: value
select distinct value from (
    select activity as value from version.activities where $attribute = 'activity'
    union all
    select text from version.case_attribute where name = $attribute
    union all
    select text from version.event_attribute where name = $attribute
)
where list_contains($values, value)
