-- Are there people at work in the view, and fewer than may be told of?
-- grain: one row
select count(person_no) > 0 and count(distinct full_no) < $screen_least_people as is_too_few from event
