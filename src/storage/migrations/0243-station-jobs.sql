-- Work on many stations at once: planned, shown, begun by a person, done row by row by one node, whatever ends in between.

CREATE TABLE station_jobs (
  operator_id integer NOT NULL REFERENCES operators,
  id          uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('import', 'move', 'model', 'places')),
  -- A file's name, or that of a location or model.
  title       text NOT NULL,
  state       text NOT NULL CHECK (state IN ('planned', 'running', 'done', 'ended')),
  user_id     text NOT NULL,
  -- What the person saw when they planned it; empty: everything.
  entities    integer[],
  -- Passwords of stations it makes are drawn from this; gone as soon as they have been handed out, or after a day.
  seed        text,
  created_at  timestamptz NOT NULL,
  started_at  timestamptz,
  ended_at    timestamptz,
  PRIMARY KEY (operator_id, id)
);
CREATE INDEX station_jobs_by_time ON station_jobs (operator_id, created_at DESC, id DESC);
CREATE INDEX station_jobs_running ON station_jobs (id) WHERE state = 'running';

CREATE TABLE station_job_rows (
  operator_id integer NOT NULL,
  job_id      uuid NOT NULL,
  row         integer NOT NULL,
  station_id  integer,
  -- The identity, for people.
  label       text NOT NULL,
  action      text NOT NULL CHECK (action IN ('create', 'change', 'none', 'refuse')),
  -- What is to be done, and what people are told of it.
  plan        jsonb NOT NULL,
  state       text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  detail      text,
  PRIMARY KEY (operator_id, job_id, row),
  FOREIGN KEY (operator_id, job_id) REFERENCES station_jobs (operator_id, id) ON DELETE CASCADE
);
CREATE INDEX station_job_rows_open ON station_job_rows (operator_id, job_id, row) WHERE state IN ('waiting', 'running');
CREATE INDEX station_job_rows_by_action ON station_job_rows (operator_id, job_id, action, row);
CREATE INDEX station_job_rows_failed ON station_job_rows (operator_id, job_id, row) WHERE state = 'failed';

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['station_jobs', 'station_job_rows'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO voltyard_console', t);
  END LOOP;
END $$;
-- Who sees some entities only sees the jobs that were planned by somebody who saw no more.
CREATE POLICY own_entities ON station_jobs AS RESTRICTIVE TO voltyard_scoped USING (entities <@ ((SELECT wall_entities())::integer[]));
CREATE POLICY own_entities ON station_job_rows AS RESTRICTIVE TO voltyard_scoped
  USING (EXISTS (SELECT FROM station_jobs j WHERE j.operator_id = station_job_rows.operator_id AND j.id = station_job_rows.job_id));
