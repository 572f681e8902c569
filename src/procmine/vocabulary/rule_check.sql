    -- The checks that the rules come down to. `forward` looks from the work that asks to later work, `backward` to earlier work, `any` to both;
    -- `count` counts work in the case as a whole.
    select check_no, rule_no, kind, is_negative, is_direct, is_alternate, least, most, counted_at, within_us, is_worked, same_name, different_name
    from (
        select unnest(range(len($check_rule::integer[])))::integer as check_no, unnest($check_rule::integer[]) as rule_no, unnest($check_kind::varchar[]) as kind,
            unnest($check_is_negative::boolean[]) as is_negative, unnest($check_is_direct::boolean[]) as is_direct, unnest($check_is_alternate::boolean[]) as is_alternate,
            unnest($check_least::bigint[]) as least, unnest($check_most::bigint[]) as most, unnest($check_place::varchar[]) as counted_at,
            unnest($check_within_us::bigint[]) as within_us, unnest($check_is_worked::boolean[]) as is_worked,
            unnest($check_same::varchar[]) as same_name, unnest($check_different::varchar[]) as different_name
    )
