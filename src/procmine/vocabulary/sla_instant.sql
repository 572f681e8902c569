-- uses: sla_clock, sla_stop
    -- Every instant at which a clock is read.
    select from_at as read_at from sla_clock where from_at is not null
    union select done_at from sla_clock where done_at is not null
    union select begins_at from sla_stop
    union select ends_at from sla_stop
    union select $extracted_at::timestamp
