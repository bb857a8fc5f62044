-- A station that sends too much for too long, or connects anew too often, is kept out until then; a person can lift it.
ALTER TABLE stations ADD COLUMN blocked_until timestamptz, ADD COLUMN block_cause text;

-- Messages that met a bug three times: they are answered InternalError and not decided any more. For those who mend it.
CREATE TABLE quarantine (
  operator_id integer NOT NULL,
  station_id  integer NOT NULL,
  -- The incident in the log.
  id          uuid NOT NULL,
  at          timestamptz NOT NULL,
  action      text NOT NULL,
  call        text NOT NULL,
  fault       text NOT NULL,
  PRIMARY KEY (operator_id, station_id, id)
);
CREATE INDEX quarantine_by_time ON quarantine (operator_id, station_id, at DESC, id DESC);
ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_operator ON quarantine TO voltyard_console
  USING (operator_id = nullif(current_setting('voltyard.operator', true), '')::integer);
GRANT SELECT ON quarantine TO voltyard_console;

-- Whether a setting can be written: unknown until a report tells.
ALTER TABLE settings ALTER COLUMN mutability DROP NOT NULL;
