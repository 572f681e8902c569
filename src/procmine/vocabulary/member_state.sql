-- uses: occupied, member_duty
    -- While each resource is at work, or is there and not seen at work.
    with change as (
        select resource_no, unnest([started_at, ended_at]) as changes_at, unnest([1, -1]) as work, 0 as duty from occupied
        union all
        select resource_no, unnest([begins_at, ends_at]), 0, unnest([1, -1]) from member_duty
    ),
    state as (
        select resource_no, changes_at as begins_at, lead(changes_at) over so_far as ends_at, sum(work) over so_far as work, sum(duty) over so_far as duty
        from (select resource_no, changes_at, sum(work) as work, sum(duty) as duty from change group by resource_no, changes_at)
        window so_far as (partition by resource_no order by changes_at)
    )
    select resource_no, begins_at, ends_at, work > 0 as is_at_work, work > 1 as is_multitasking from state where ends_at > begins_at and (work > 0 or duty > 0)
