-- uses: belonging
    -- The group of each resource: where it belongs, or all in one.
    select resource_no, case when $team_of is null then '(all)' else coalesce(team, '(missing)') end as "group"
    from resources left join belonging using (resource_no)
