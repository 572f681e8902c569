    -- What the rules ask of attributes: of which side of which check, of which level (`case` or `event`), and whether the contrary is meant.
    select unnest(range(len($condition_check::integer[])))::integer as condition_no, unnest($condition_check::integer[]) as check_no, unnest($condition_side::varchar[]) as side,
        unnest($condition_name::varchar[]) as name, unnest($condition_level::varchar[]) as level, unnest($condition_is_complement::boolean[]) as is_complement
