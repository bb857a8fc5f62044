-- Firmware: images, whose signatures are believed, and who gets which image when.

CREATE TABLE firmware_images (
  operator_id integer NOT NULL,
  id          uuid NOT NULL,
  version     text NOT NULL,
  vendor      text,
  -- Empty: all models of the vendor.
  models      text[] NOT NULL,
  notes       text,
  file_name   text NOT NULL,
  -- Null until the content has come.
  file_key    text,
  size        bigint,
  sha256      text,
  uploaded_at timestamptz,
  -- PEM, the signing certificate first; and the signature over the file in base64 (OCPP 2.0.1 A00.FR.706, A00.FR.707).
  certificate text,
  signature   text,
  -- unsigned | unchecked | verified | refused
  trust       text NOT NULL,
  trust_fault text,
  signer      text,
  checked_at  timestamptz,
  created_at  timestamptz NOT NULL,
  created_by  text,
  PRIMARY KEY (operator_id, id)
);
CREATE INDEX firmware_images_by_time ON firmware_images (operator_id, created_at DESC, id DESC);

-- Certificates of manufacturers that may vouch for the signers of images.
CREATE TABLE firmware_makers (
  operator_id integer NOT NULL,
  id          uuid NOT NULL,
  name        text NOT NULL,
  certificate text NOT NULL,
  -- SHA-256 of the certificate, hexadecimal.
  fingerprint text NOT NULL,
  subject     text NOT NULL,
  valid_until timestamptz NOT NULL,
  added_at    timestamptz NOT NULL,
  added_by    text,
  PRIMARY KEY (operator_id, id),
  UNIQUE (operator_id, fingerprint)
);

CREATE TABLE rollouts (
  operator_id integer NOT NULL,
  id          uuid NOT NULL,
  image_id    uuid NOT NULL,
  name        text NOT NULL,
  filter      json NOT NULL,
  -- How many stations each wave has.
  waves       integer[] NOT NULL,
  pause_seconds integer NOT NULL,
  most_failures integer NOT NULL,
  -- Failures from before it was last resumed: they do not halt it again.
  forgiven    integer NOT NULL DEFAULT 0,
  only_idle   boolean NOT NULL,
  signed      boolean NOT NULL,
  tries       smallint NOT NULL,
  retry_seconds integer NOT NULL,
  retrieve_at timestamptz,
  install_at  timestamptz,
  -- running | paused | halted | cancelled | done
  state       text NOT NULL,
  -- The wave that is being asked, from 0, and when the next one may begin: set once this one is over.
  wave        smallint NOT NULL DEFAULT 0,
  next_wave_at timestamptz,
  -- Stations that were not there until then are given up.
  ends_at     timestamptz NOT NULL,
  created_at  timestamptz NOT NULL,
  created_by  text,
  ended_at    timestamptz,
  PRIMARY KEY (operator_id, id)
);
CREATE INDEX rollouts_by_time ON rollouts (operator_id, created_at DESC, id DESC);
CREATE INDEX rollouts_of_image ON rollouts (operator_id, image_id);
CREATE INDEX rollouts_under_way ON rollouts (operator_id, id) WHERE ended_at IS NULL;

CREATE TABLE rollout_stations (
  operator_id integer NOT NULL,
  rollout_id  uuid NOT NULL,
  station_id  integer NOT NULL,
  wave        smallint NOT NULL,
  -- waiting | asked | done | failed | missed | cancelled
  state       text NOT NULL,
  from_version text,
  tried       smallint NOT NULL DEFAULT 0,
  -- Not before: after a failure it waits.
  next_at     timestamptz,
  request_id  integer,
  command_id  uuid,
  token_hash  bytea,
  token_until timestamptz,
  asked_at    timestamptz,
  fetched_at  timestamptz,
  reason      text,
  ended_at    timestamptz,
  PRIMARY KEY (operator_id, rollout_id, station_id)
);
CREATE INDEX rollout_stations_by_state ON rollout_stations (operator_id, rollout_id, state, wave);
CREATE INDEX rollout_stations_of_station ON rollout_stations (operator_id, station_id) WHERE state IN ('waiting', 'asked');
CREATE UNIQUE INDEX rollout_stations_by_token ON rollout_stations (operator_id, token_hash) WHERE token_hash IS NOT NULL;

-- Who is on which version.
CREATE INDEX stations_by_firmware ON stations (operator_id, vendor, model, firmware) WHERE adopted AND NOT decommissioned;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['firmware_images', 'firmware_makers', 'rollouts', 'rollout_stations'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO voltyard_console', t);
  END LOOP;
END $$;
