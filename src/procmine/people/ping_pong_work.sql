-- After which work do cases go to another and come straight back, and for what?
-- grain: sent_after, done_there, done_back
-- uses: returned_hand
with work as (
    select sent_after_no, done_there_no, done_back_no, count(*) as times, count(distinct case_no) as cases, sum(away_hours) as away_hours,
        quantile_cont(away_hours, 0.5) as median_away_hours
    from returned_hand group by all
)
select a.activity as sent_after, b.activity as done_there, c.activity as done_back, times, cases, away_hours, median_away_hours
from work
join activities a on a.activity_no = sent_after_no
join activities b on b.activity_no = done_there_no
join activities c on c.activity_no = done_back_no
order by times desc, sent_after, done_there, done_back
