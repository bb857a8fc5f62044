-- Everything that leaves for people and other programs: written in the transaction of what caused it, delivered after its commit (F-12).

-- Where others take events; `secret` signs what is sent there.
CREATE TABLE webhooks (
  operator_id integer NOT NULL REFERENCES operators,
  id          uuid NOT NULL,
  name        text NOT NULL,
  url         text NOT NULL,
  secret      text NOT NULL,
  active      boolean NOT NULL DEFAULT true,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (operator_id, id)
);
CREATE UNIQUE INDEX webhooks_by_name ON webhooks (operator_id, lower(name));

CREATE TABLE outbox (
  operator_id integer NOT NULL REFERENCES operators,
  -- The name under which the other side knows it as well: in the Message-ID, in the header of a webhook. The same over all attempts.
  id          uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('mail', 'webhook')),
  -- What brought it about: nothing is written twice.
  key         text NOT NULL,
  topic       text NOT NULL,
  -- An address (small letters) or the URL at the time of writing.
  destination text NOT NULL,
  -- Who takes it: the mail server, or one webhook. What goes there waits together when it is away.
  partner     text NOT NULL,
  -- What is in one lane leaves in its order, each after the one before has arrived or was given up.
  lane        text,
  content     json NOT NULL,
  -- Holds something nobody else may read (a link that signs in): never shown, emptied when it has left.
  secret      boolean NOT NULL DEFAULT false,
  entity_id   integer,
  station_id  integer,
  state       text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dead', 'dismissed')),
  attempts    integer NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  next_at     timestamptz NOT NULL,
  give_up_at  timestamptz NOT NULL,
  started_at  timestamptz,
  ended_at    timestamptz,
  -- Why the last attempt failed: a word of ours, and what the other side said.
  fault       text,
  answer      text,
  PRIMARY KEY (operator_id, id),
  UNIQUE (operator_id, key)
) WITH (fillfactor = 70);
-- The delivery: whose turn it is at which partner, what was cut off, what has waited too long.
CREATE INDEX outbox_waiting ON outbox (operator_id, partner, next_at) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox (started_at) WHERE state = 'sending';
CREATE INDEX outbox_overdue ON outbox (give_up_at) WHERE state = 'waiting';
CREATE INDEX outbox_lanes ON outbox (operator_id, lane, id) WHERE lane IS NOT NULL AND state IN ('waiting', 'sending');
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE state IN ('sent', 'dismissed', 'dead');
-- The page.
CREATE INDEX outbox_by_state ON outbox (operator_id, state, id);
CREATE INDEX outbox_by_kind ON outbox (operator_id, kind, id);
CREATE INDEX outbox_by_kind_and_state ON outbox (operator_id, kind, state, id);
CREATE INDEX outbox_by_destination ON outbox (operator_id, destination, id);

-- What was not taken because too much waited already: counted, so that it can be seen.
CREATE TABLE outbox_left_out (
  operator_id integer NOT NULL REFERENCES operators,
  day         date NOT NULL,
  partner     text NOT NULL,
  count       integer NOT NULL,
  PRIMARY KEY (operator_id, day, partner)
);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['webhooks', 'outbox', 'outbox_left_out'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO voltyard_console', t);
  END LOOP;
END $$;
-- Who sees some entities only sees what left for these; what they do themselves may lead to a mail to anybody.
CREATE POLICY own_entities ON outbox AS RESTRICTIVE FOR SELECT TO voltyard_scoped USING (entity_id = ANY ((SELECT wall_entities())::integer[]));
CREATE POLICY own_entities_changed ON outbox AS RESTRICTIVE FOR UPDATE TO voltyard_scoped USING (entity_id = ANY ((SELECT wall_entities())::integer[]));

-- How much waits, for whoever writes: at most `most` is counted. Not held up by the wall of who asks.
CREATE FUNCTION outbox_waiting(of_operator integer, of_partner text, most integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::integer FROM (SELECT 1 FROM outbox WHERE operator_id = of_operator AND partner = of_partner AND state = 'waiting' LIMIT most) w
$$;
