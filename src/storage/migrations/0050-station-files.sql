-- What stations say about requests that take their time, and the files they bring.

-- The newest time of each status of each request: a projection of firmware.statusChanged and log.statusChanged.
CREATE TABLE request_statuses (
  operator_id integer NOT NULL,
  station_id  integer NOT NULL,
  -- firmware | log
  work        text NOT NULL,
  request_id  integer NOT NULL,
  status      text NOT NULL,
  at          timestamptz NOT NULL,
  -- The fact's number: the order in which they came.
  seq         bigint NOT NULL,
  PRIMARY KEY (operator_id, station_id, work, request_id, status)
);

-- Logs and diagnostics asked of a station: one row is one request with its one-time address, and the file once it has come.
CREATE TABLE station_files (
  operator_id integer NOT NULL,
  station_id  integer NOT NULL,
  id          uuid NOT NULL,
  -- diagnostics | security | dataCollector
  log         text NOT NULL,
  from_at     timestamptz,
  until_at    timestamptz,
  -- http | ftp
  way         text NOT NULL,
  request_id  integer NOT NULL,
  command_id  uuid NOT NULL,
  asked_at    timestamptz NOT NULL,
  asked_by    text,
  -- SHA-256 of the secret in the address; the address itself is only in the command.
  token_hash  bytea NOT NULL,
  expires_at  timestamptz NOT NULL,
  -- Why the last attempt brought nothing, where it was not the station's fault or its content was refused.
  fault       text,
  faulted_at  timestamptz,
  -- The file. file_name is what the station called it: shown, never used as a path.
  file_key    text,
  file_name   text,
  size        bigint,
  sha256      text,
  received_at timestamptz,
  received_from text,
  removed_at  timestamptz,
  PRIMARY KEY (operator_id, id)
);
CREATE INDEX station_files_by_time ON station_files (operator_id, station_id, asked_at DESC, id DESC);
CREATE UNIQUE INDEX station_files_by_token ON station_files (operator_id, token_hash);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['request_statuses', 'station_files'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT ON %I TO voltyard_console', t);
  END LOOP;
END $$;
GRANT INSERT, UPDATE, DELETE ON station_files TO voltyard_console;
