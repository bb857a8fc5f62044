-- A person asked to try again now: a partner that is away is asked once more, before its wait is over.
ALTER TABLE outbox ADD COLUMN asked_at timestamptz;
CREATE INDEX outbox_asked ON outbox (operator_id, partner, asked_at) WHERE state = 'waiting' AND asked_at IS NOT NULL;
