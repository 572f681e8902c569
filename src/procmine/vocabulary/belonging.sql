-- uses: role_of, recorded_work
    -- Where each resource belongs: the role it was confirmed in where `role` is asked for, else the value of an attribute that is
    -- recorded with most of its work, whatever the view shows, of several the first by name; how many pieces bear it, and how
    -- many bear any. Who has none is not here.
    select resource_no, role as team, 1 as pieces, 1 as pieces_of_any from role_of where $team_of = 'role'
    union all
    select resource_no, team, pieces, pieces_of_any
    from (
        select resource_no, team, count(*) as pieces, sum(count(*)) over (partition by resource_no) as pieces_of_any,
            row_number() over (partition by resource_no order by count(*) desc, team) as place
        from (
            select resource_no, coalesce(own.text, of_case.text) as team
            from recorded_work
            left join (select event_no, text from event_attribute where name = $team_of) own using (event_no)
            left join (select case_no, text from case_attribute where name = $team_of) of_case using (case_no)
            where resource_no is not null and not ($team_of = 'role' and exists (select 1 from role_of))
        )
        where team is not null
        group by resource_no, team
    )
    where place = 1
