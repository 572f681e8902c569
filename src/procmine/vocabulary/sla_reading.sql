-- uses: sla_instant
    -- What the clock shows at each instant, in microseconds of elapsed time.
    select read_at, epoch_us(read_at) as shown_us from sla_instant
