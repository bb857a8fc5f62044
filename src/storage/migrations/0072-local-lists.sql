-- Card lists on stations, kept in step with the cards. What we believe a station has is not derived from facts: it is what was
-- sent and accepted, checked against the version the station names.
CREATE TABLE local_list_fleet (
  operator_id integer NOT NULL PRIMARY KEY REFERENCES operators,
  enabled     boolean NOT NULL
);
CREATE TABLE local_lists (
  operator_id   integer NOT NULL,
  station_id    integer NOT NULL,
  -- on | off; null: as the fleet
  setting       text CHECK (setting IN ('on', 'off')),
  -- unknown | inStep | failed | unsupported
  state         text NOT NULL DEFAULT 'unknown',
  -- what was accepted last; entries null: not known what is there
  version       integer NOT NULL DEFAULT 0,
  entries       json,
  cards         integer NOT NULL DEFAULT 0,
  left_out      integer NOT NULL DEFAULT 0,
  there_version integer,
  checked_at    timestamptz,
  in_step_since timestamptz,
  last_sent_at  timestamptz,
  last_result   text,
  failures      integer NOT NULL DEFAULT 0,
  due_at        timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (operator_id, station_id),
  FOREIGN KEY (operator_id, station_id) REFERENCES stations (operator_id, id) ON DELETE CASCADE
) WITH (fillfactor = 80);
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['local_list_fleet', 'local_lists'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO voltyard_console', t);
  END LOOP;
END $$;
