    select * replace ('' as detail) from main.quarantine
