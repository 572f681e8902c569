-- What does each word of a life cycle mean?
-- grain: lifecycle
-- Words are those of XES and of the exports that follow it; a word not listed here marks an end, and the import says so.
create table if not exists lifecycle_word as
select unnest(listed) as lifecycle, word from (values
    ('start', ['start', 'started', 'begin', 'began', 'in_progress', 'processing']),
    ('suspend', ['suspend', 'suspended', 'pause', 'paused']),
    ('resume', ['resume', 'resumed']),
    ('schedule', ['schedule', 'scheduled', 'assign', 'assigned', 'reassign', 'reassigned', 'enable', 'enabled']),
    ('abort', ['abort', 'aborted', 'ate_abort', 'pi_abort', 'withdraw', 'withdrawn', 'cancel', 'cancelled', 'canceled'])
) as meant(word, listed);
