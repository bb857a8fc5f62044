-- History of a station: what people write down. What the program itself knows of changes is read from the facts, which nobody can change.

-- An operator's own kinds of entries beside the built-in ones. Put away, not deleted: entries of it keep its name.
CREATE TABLE history_kinds (
  operator_id integer NOT NULL REFERENCES operators,
  id          uuid NOT NULL,
  name        text NOT NULL,
  created_at  timestamptz NOT NULL,
  removed_at  timestamptz,
  PRIMARY KEY (operator_id, id)
);
CREATE UNIQUE INDEX history_kinds_by_name ON history_kinds (operator_id, lower(name)) WHERE removed_at IS NULL;

CREATE TABLE history_entries (
  operator_id integer NOT NULL,
  id          uuid NOT NULL,
  station_id  integer NOT NULL,
  -- A built-in kind, or the id of one of the operator's own.
  kind        text NOT NULL,
  -- When it happened, which may be before it was written down.
  at          timestamptz NOT NULL,
  text        text NOT NULL,
  -- Members it was meant for.
  mentions    text[] NOT NULL DEFAULT '{}',
  pinned      boolean NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  -- Counts the changes; 1: as first written.
  revision    integer NOT NULL DEFAULT 1,
  changed_at  timestamptz,
  changed_by  text,
  removed_at  timestamptz,
  removed_by  text,
  PRIMARY KEY (operator_id, id)
);
CREATE INDEX history_of_station ON history_entries (operator_id, station_id, at DESC, id DESC) WHERE removed_at IS NULL;
CREATE INDEX history_pinned ON history_entries (operator_id, station_id, at DESC, id DESC) WHERE removed_at IS NULL AND pinned;

-- What an entry said before each change of it.
CREATE TABLE history_revisions (
  operator_id integer NOT NULL,
  entry_id    uuid NOT NULL,
  revision    integer NOT NULL,
  station_id  integer NOT NULL,
  kind        text NOT NULL,
  at          timestamptz NOT NULL,
  text        text NOT NULL,
  mentions    text[] NOT NULL,
  written_at  timestamptz NOT NULL,
  written_by  text NOT NULL,
  PRIMARY KEY (operator_id, entry_id, revision),
  FOREIGN KEY (operator_id, entry_id) REFERENCES history_entries
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON history_revisions FOR EACH ROW EXECUTE FUNCTION keep_record();

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['history_kinds', 'history_entries', 'history_revisions'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO voltyard_console', t);
  END LOOP;
END $$;
REVOKE UPDATE ON history_revisions FROM voltyard_console;
SELECT wall_by_station('history_entries');
SELECT wall_by_station('history_revisions');
