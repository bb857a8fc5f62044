-- What a station must prove at the door, and certificates: of stations, and of those who may vouch for stations.

ALTER TABLE stations
  -- The lowest security profile it may connect with; rises by itself with what it proved (OCPP 2.0.1 A05.FR.07).
  ADD COLUMN minimum_profile smallint NOT NULL DEFAULT 0,
  -- A password that was sent to it and is not confirmed: the hash, and the command that carried it (A01.FR.03, A01.FR.04).
  ADD COLUMN password_next text,
  ADD COLUMN password_command uuid,
  -- The password came with the station and must be replaced before it works (A00.FR.806).
  ADD COLUMN factory_password boolean NOT NULL DEFAULT false;

-- The name in the O of certificates (A00.FR.404); the operator's name until it is first used.
ALTER TABLE operators ADD COLUMN organisation text;

CREATE TABLE station_certificates (
  operator_id   integer NOT NULL REFERENCES operators,
  -- SHA-256 over the DER, hexadecimal
  fingerprint   text NOT NULL,
  station_id    integer NOT NULL,
  -- issued: signed here; seen: signed by a trusted authority, and used to come in
  origin        text NOT NULL CHECK (origin IN ('issued', 'seen')),
  use           text NOT NULL DEFAULT 'station',
  name          text NOT NULL,
  organisation  text NOT NULL,
  issuer        text NOT NULL,
  serial        text NOT NULL,
  key           text NOT NULL,
  key_hash      text NOT NULL,
  not_before    timestamptz NOT NULL,
  not_after     timestamptz NOT NULL,
  pem           text NOT NULL,
  created_at    timestamptz NOT NULL,
  first_used_at timestamptz,
  last_used_at  timestamptz,
  revoked_at    timestamptz,
  revoked_by    text,
  revoked_for   text,
  PRIMARY KEY (operator_id, fingerprint)
);
CREATE INDEX station_certificates_by_station ON station_certificates (operator_id, station_id, created_at DESC);
CREATE INDEX station_certificates_by_end ON station_certificates (operator_id, not_after) WHERE revoked_at IS NULL;

CREATE TABLE trusted_authorities (
  operator_id integer NOT NULL REFERENCES operators,
  fingerprint text NOT NULL,
  name        text NOT NULL,
  key         text NOT NULL,
  not_before  timestamptz NOT NULL,
  not_after   timestamptz NOT NULL,
  pem         text NOT NULL,
  added_at    timestamptz NOT NULL,
  added_by    text,
  PRIMARY KEY (operator_id, fingerprint)
);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['station_certificates', 'trusted_authorities'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO voltyard_console', t);
  END LOOP;
END $$;
