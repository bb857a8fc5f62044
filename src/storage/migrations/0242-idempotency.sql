-- Requests with an Idempotency-Key, for a day: what was answered is answered again. The key itself is not kept, only its hash; the answer is
-- sealed with the key, because it may have a password in it that is shown once.
CREATE TABLE idempotency_keys (
  operator_id integer NOT NULL REFERENCES operators,
  user_id     text NOT NULL,
  key_hash    text NOT NULL,
  -- Of method, address and body: another request under the same key is refused.
  request     text NOT NULL,
  -- Empty while the request is being worked on.
  status      smallint,
  sealed      bytea,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (operator_id, user_id, key_hash)
);
-- No role of the console has any business here.
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
