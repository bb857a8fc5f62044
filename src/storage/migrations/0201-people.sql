-- Inviting people, and what those may do who administer one entity only.

-- Who is invited has an account that nobody can sign in to until the link was used.
CREATE TABLE invitations (
  operator_id integer NOT NULL REFERENCES operators,
  id          uuid NOT NULL,
  user_id     text NOT NULL,
  token_hash  bytea NOT NULL,
  created_by  text,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz,
  PRIMARY KEY (operator_id, id)
);
CREATE UNIQUE INDEX invitations_by_token ON invitations (token_hash);
CREATE INDEX invitations_of_user ON invitations (operator_id, user_id, created_at DESC);
ALTER TABLE members ADD COLUMN invited_at timestamptz;
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_operator ON invitations TO voltyard_console USING (operator_id = nullif(current_setting('voltyard.operator', true), '')::integer);
GRANT SELECT, INSERT, UPDATE ON invitations TO voltyard_console;
CREATE POLICY own_entities ON invitations AS RESTRICTIVE TO voltyard_scoped USING (user_id IN (SELECT user_id FROM members));

-- A new entity is below one that is seen; it is seen itself from the next question on.
DROP POLICY own_entities ON entities;
CREATE POLICY own_entities ON entities AS RESTRICTIVE TO voltyard_scoped USING (id = ANY ((SELECT wall_entities())::integer[]))
  WITH CHECK (id = ANY ((SELECT wall_entities())::integer[]) OR parent_id = ANY ((SELECT wall_entities())::integer[]));

CREATE INDEX members_by_entity ON members (operator_id, entity_id) WHERE entity_id IS NOT NULL;

-- Changes and commands of people, the newest first: the search of the record.
CREATE INDEX facts_of_people ON facts (operator_id, received_at DESC, station_id, seq) WHERE user_id IS NOT NULL;
CREATE INDEX operator_facts_of_user ON operator_facts (operator_id, user_id, at DESC, id DESC);
CREATE INDEX operator_facts_of_type ON operator_facts (operator_id, type, at DESC, id DESC);
SELECT wall_by_entity('api_keys');
