-- Frames that have left the database: compressed files of the file store, and which part of which file holds what.

-- One file: a span of time of one operator. `writing`: not whole yet; `whole`: the partition is still there too; `only`: it is not.
CREATE TABLE frame_archives (
  operator_id integer NOT NULL REFERENCES operators,
  id          uuid NOT NULL,
  state       text NOT NULL CHECK (state IN ('writing', 'whole', 'only')),
  -- The table its frames came from.
  partition   text NOT NULL,
  from_at     timestamptz NOT NULL,
  until_at    timestamptz NOT NULL,
  file_key    text NOT NULL,
  bytes       bigint,
  sha256      text,
  frames      bigint NOT NULL DEFAULT 0,
  made_at     timestamptz NOT NULL,
  PRIMARY KEY (operator_id, id)
);

-- A run of frames of one station, compressed by itself, so that a page of one station reads a few of these and not the file.
CREATE TABLE frame_blocks (
  operator_id integer NOT NULL,
  station_id  integer NOT NULL,
  archive_id  uuid NOT NULL,
  -- First byte in the file, and how many.
  start_byte  bigint NOT NULL,
  bytes       integer NOT NULL,
  frames      integer NOT NULL,
  first_at    timestamptz NOT NULL,
  first_id    uuid NOT NULL,
  last_at     timestamptz NOT NULL,
  last_id     uuid NOT NULL,
  -- How often each action occurs, the worst weight, whether anything was refused, failed or malformed: what makes reading it needless.
  actions     jsonb NOT NULL,
  worst       smallint NOT NULL,
  faulty      boolean NOT NULL,
  PRIMARY KEY (operator_id, station_id, archive_id, start_byte),
  FOREIGN KEY (operator_id, archive_id) REFERENCES frame_archives (operator_id, id) ON DELETE CASCADE
);
CREATE INDEX frame_blocks_by_end ON frame_blocks (operator_id, station_id, last_at DESC, last_id DESC);
CREATE INDEX frame_blocks_of_archive ON frame_blocks (operator_id, archive_id);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['frame_archives', 'frame_blocks'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT ON %I TO voltyard_console', t);
  END LOOP;
END $$;
