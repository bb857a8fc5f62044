-- What a station has or was told: monitors, display messages, charging profiles, limits, grid controls ... one document each
-- (domain/holdings.ts). A row without a value is gone. What is older than the newest whole report of its kind is gone too:
-- nothing is deleted, so that what a row says does not depend on what was there.
CREATE TABLE holdings (
  operator_id integer NOT NULL,
  station_id  integer NOT NULL,
  kind        text NOT NULL,
  key         text NOT NULL,
  evse        integer,
  at          timestamptz NOT NULL,
  value       json,
  PRIMARY KEY (operator_id, station_id, kind, key)
);

-- What the variables of the 2.x device model can be; what they hold stands in `settings`.
CREATE TABLE variables (
  operator_id        integer NOT NULL,
  station_id         integer NOT NULL,
  component          text NOT NULL,
  component_instance text NOT NULL,
  evse               integer NOT NULL,
  connector          integer NOT NULL,
  variable           text NOT NULL,
  variable_instance  text NOT NULL,
  data_type          text NOT NULL,
  unit               text,
  min_limit          double precision,
  max_limit          double precision,
  max_elements       integer,
  values_list        text,
  supports_monitoring boolean NOT NULL,
  read_at            timestamptz NOT NULL,
  PRIMARY KEY (operator_id, station_id, component, component_instance, evse, connector, variable, variable_instance)
);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['holdings', 'variables'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT ON %I TO voltyard_console', t);
  END LOOP;
END $$;
