-- Events that share their case and their second with another event: where ties and duplicates must be.
create or replace temp table tied as
select * exclude (key) from (
    select *, hash(case_id, epoch_us(coalesce(ended_at, started_at)) // 1000000) as key from source_event
)
where key in (
    select hash(case_id, epoch_us(coalesce(ended_at, started_at)) // 1000000)
    from source_event
    group by 1
    having count(*) > 1
)
