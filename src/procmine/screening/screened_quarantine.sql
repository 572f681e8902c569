    -- What could not be used, without the words of its rows.
    select * replace ('' as detail) from main.quarantine
