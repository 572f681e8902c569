-- uses: occupied
    -- The members of each batch: work of one activity that one resource did without a break between, all of it ready before
    -- the first of it began. In order of start, work joins the batch before it if it was ready when that batch began and
    -- itself begins no later than that batch has ended so far; else it may begin another. A batch has two members at least.
    with recursive in_line as (
        select *, coalesce(enabled_at <= lag(started_at) over line and started_at <= max(ended_at) over (
            line rows between unbounded preceding and 1 preceding), false) as may_join
        from occupied
        window line as (partition by resource_no, activity_no order by started_at, event_no)
    ),
    -- Only within a run of work each of which may join is there anything to follow piece by piece.
    run as (
        select *, sum((not may_join)::integer) over (partition by resource_no, activity_no order by started_at, event_no) as run_no
        from in_line
    ),
    placed as (
        select *, row_number() over (partition by resource_no, activity_no, run_no order by started_at, event_no) as place from run
    ),
    followed as (
        select *, event_no as batch_no, started_at as batch_started_at, ended_at as batch_ended_at from placed where place = 1
        union all
        select n.*,
            case when n.enabled_at <= f.batch_started_at and n.started_at <= f.batch_ended_at then f.batch_no else n.event_no end,
            case when n.enabled_at <= f.batch_started_at and n.started_at <= f.batch_ended_at then f.batch_started_at else n.started_at end,
            case when n.enabled_at <= f.batch_started_at and n.started_at <= f.batch_ended_at
                then greatest(f.batch_ended_at, n.ended_at) else n.ended_at end
        from followed f
        join placed n on n.resource_no = f.resource_no and n.activity_no = f.activity_no and n.run_no = f.run_no and n.place = f.place + 1
    )
    select event_no, batch_no, enabled_at, started_at, ended_at, batch_started_at, max(enabled_at) over (partition by batch_no) as batch_enabled_at
    from followed
    qualify count(*) over (partition by batch_no) > 1
