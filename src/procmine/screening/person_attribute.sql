-- What do the attributes say of people: which name them, which hold a name here and there, which say where they belong?
-- grain: judgement, name, text
-- `hidden` names people: a mail address is among its values, every tenth is somebody's name, or the common ones belong to one person each.
-- `naming` holds somebody's name here and there. By one where people `belong`, nearly all work of nearly everybody bears one value: it
-- comes with each value and how many people belong to it.
with value as (
    select name, text, count(*) as pieces from main.event_attribute where text is not null group by all
    union all
    select name, text, sum(events) from main.case_attribute join (select case_no, events from main.cases) using (case_no) where text is not null group by all
),
person_name as (select distinct lower(trim(resource)) as folded from main.resources),
known as (
    select name, count(*) as texts, count(folded) / count(*) as share_of_texts, coalesce(sum(pieces) filter (folded is not null), 0) / sum(pieces) as share_of_pieces,
        bool_or(regexp_matches(text, '[^@\s]+@[^@\s]+\.[[:alpha:]]{2,}')) as has_mail
    from value left join person_name on folded = lower(trim(text)) group by name
),
common as (select name, text from value where pieces >= $often),
borne as (
    select name, text, resource_no, count(*) as pieces from (
        select name, text, resource_no from main.event_attribute semi join common using (name, text) join (select event_no, resource_no from main.events) using (event_no)
        union all
        select name, text, resource_no from main.case_attribute semi join common using (name, text) join (select case_no, resource_no from main.events) using (case_no)
    )
    where resource_no is not null group by name, text, resource_no
),
own as (
    select name, count(*) filter (people = 1) / count(*) as share_own
    from (select name, count(*) as people from borne group by name, text having sum(pieces) >= $often) group by name
),
person as (
    select name, resource_no, count(text) as pieces from main.event_attribute join (select event_no, resource_no from main.events) using (event_no) where resource_no is not null group by all
    union all
    select name, resource_no, count(text) from main.case_attribute join (select case_no, resource_no from main.events) using (case_no) where resource_no is not null group by all
),
most as (
    select name, resource_no, arg_max(text, (borne.pieces, text)) as text, max(borne.pieces) >= 0.95 * any_value(person.pieces) as belongs
    from person left join borne using (name, resource_no) group by name, resource_no
),
belonging as (select name, avg(coalesce(belongs, false)::integer) as share_that_belong from most group by name),
judged as (
    select name, case when has_mail or greatest(share_of_texts, share_of_pieces) >= $many_names or share_own >= $mostly_own then 'hidden'
        when share_that_belong >= $mostly_belong and texts > 1 then 'belong' end as judgement, share_of_texts > 0 as is_naming
    from known left join own using (name) left join belonging using (name)
)
select judgement, name, null as text, null as members from judged where judgement = 'hidden'
union all
select 'naming', name, null, null from judged where is_naming and judgement is distinct from 'hidden'
union all
select judgement, name, text, count(*)::integer from judged join most using (name) where judgement = 'belong' and text is not null group by all
