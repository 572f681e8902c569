-- uses: worker, belonging
    -- The group of each resource: where it belongs, or all in one; and by which number it is told in it, here its own.
    select resource_no as person_no, resource_no, case when $team_of is null then '(all)' else coalesce(team, '(missing)') end as "group"
    from worker left join belonging using (resource_no)
