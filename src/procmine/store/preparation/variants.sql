-- Which sequences of activities do the cases follow?
-- grain: case_no, variant_no
-- Variant 1 has most cases; ties go by the names of the activities.
create table trace as
select case_no, list(activity_no order by position) as activity_nos from version.events group by case_no;

create table ranked_variant as
with counted as (
    select activity_nos, count(*) as cases from trace group by activity_nos
),
named as (
    select activity_nos, cases, list_transform(activity_nos, lambda no: names[no]) as activities
    from counted, (select list(activity order by activity_no) as names from version.activities)
)
select row_number() over (order by cases desc, activities)::integer as variant_no, activity_nos, activities, cases from named;

create table version.variants as
select variant_no, activities, activity_nos, cases from ranked_variant order by variant_no;

create table version.case_variant as
select case_no, variant_no from trace join ranked_variant using (activity_nos) order by case_no;
