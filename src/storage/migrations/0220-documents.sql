-- Documents: one store of what people attach to stations, models, locations, tickets, history entries and articles.

ALTER TABLE operators ADD COLUMN document_reminder_days integer NOT NULL DEFAULT 30;

-- An operator's own categories beside the built-in ones. Put away, not deleted: documents of it keep its name.
CREATE TABLE document_categories (
  operator_id integer NOT NULL REFERENCES operators,
  id          uuid NOT NULL,
  name        text NOT NULL,
  created_at  timestamptz NOT NULL,
  removed_at  timestamptz,
  PRIMARY KEY (operator_id, id)
);
CREATE UNIQUE INDEX document_categories_by_name ON document_categories (operator_id, lower(name)) WHERE removed_at IS NULL;

CREATE TABLE documents (
  operator_id integer NOT NULL,
  id          uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('station', 'model', 'location', 'article', 'ticket', 'history')),
  -- The id of the thing it is attached to, as text: some are numbers, some UUIDs.
  subject     text NOT NULL,
  -- The station it is about, where it is about one: for the wall, and for the station's history.
  station_id  integer,
  name        text NOT NULL,
  -- A built-in category, or the id of one of the operator's own.
  category    text NOT NULL,
  -- The newest version.
  version     integer NOT NULL,
  created_at  timestamptz NOT NULL,
  changed_at  timestamptz NOT NULL,
  expires_on  date,
  -- The expiry that somebody was reminded of: another one is another reminder.
  reminded_of date,
  removed_at  timestamptz,
  removed_by  text,
  -- Files are deleted some time after the removal; the rows stay.
  emptied_at  timestamptz,
  PRIMARY KEY (operator_id, id)
);
CREATE UNIQUE INDEX documents_by_name ON documents (operator_id, kind, subject, lower(name)) WHERE removed_at IS NULL;
CREATE INDEX documents_of_subject ON documents (operator_id, kind, subject, changed_at DESC, id DESC) WHERE removed_at IS NULL;
CREATE INDEX documents_by_time ON documents (operator_id, changed_at DESC, id DESC)
  WHERE removed_at IS NULL AND kind IN ('station', 'model', 'location', 'article');
CREATE INDEX documents_by_category ON documents (operator_id, category, changed_at DESC, id DESC)
  WHERE removed_at IS NULL AND kind IN ('station', 'model', 'location', 'article');
CREATE INDEX documents_by_expiry ON documents (operator_id, expires_on, id) WHERE removed_at IS NULL AND expires_on IS NOT NULL;
CREATE INDEX documents_by_part ON documents USING gin (lower(name) gin_trgm_ops)
  WHERE removed_at IS NULL AND kind IN ('station', 'model', 'location', 'article');
CREATE INDEX documents_to_empty ON documents (removed_at) WHERE removed_at IS NOT NULL AND emptied_at IS NULL;
CREATE INDEX documents_to_remind ON documents (expires_on)
  WHERE removed_at IS NULL AND expires_on IS NOT NULL AND reminded_of IS DISTINCT FROM expires_on;

CREATE TABLE document_versions (
  operator_id integer NOT NULL,
  document_id uuid NOT NULL,
  version     integer NOT NULL,
  -- As it was called where it came from, cleaned.
  file_name   text NOT NULL,
  size        bigint NOT NULL,
  sha256      text NOT NULL,
  -- Found in the content, never taken from the name or from the sender.
  media_type  text NOT NULL,
  file_key    text,
  -- A small picture that the uploading browser drew.
  thumbnail   bytea,
  uploaded_at timestamptz NOT NULL,
  uploaded_by text NOT NULL,
  PRIMARY KEY (operator_id, document_id, version),
  FOREIGN KEY (operator_id, document_id) REFERENCES documents
);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['document_categories', 'documents', 'document_versions'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_operator ON %I TO voltyard_console USING (operator_id = nullif(current_setting(''voltyard.operator'', true), '''')::integer)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO voltyard_console', t);
  END LOOP;
END $$;

-- Who sees some entities only: what is about a station they see; a model's or a location's where a station they see is of it or stands
-- there; articles are the operator's catalogue, for all to read.
CREATE POLICY own_entities ON documents AS RESTRICTIVE FOR SELECT TO voltyard_scoped USING (
  CASE
    WHEN station_id IS NOT NULL THEN station_id IN (SELECT s.id FROM stations s WHERE s.operator_id = nullif(current_setting('voltyard.operator', true), '')::integer)
    WHEN kind = 'model' THEN subject IN (SELECT s.model_id::text FROM stations s WHERE s.operator_id = nullif(current_setting('voltyard.operator', true), '')::integer AND s.model_id IS NOT NULL)
    WHEN kind = 'location' THEN subject IN (SELECT s.location_id::text FROM stations s WHERE s.operator_id = nullif(current_setting('voltyard.operator', true), '')::integer AND s.location_id IS NOT NULL)
    ELSE kind = 'article'
  END);
-- They write what is about their stations and locations. Models and articles are everybody's: kept by those who see everything.
CREATE POLICY own_entities_add ON documents AS RESTRICTIVE FOR INSERT TO voltyard_scoped WITH CHECK (kind NOT IN ('model', 'article'));
CREATE POLICY own_entities_change ON documents AS RESTRICTIVE FOR UPDATE TO voltyard_scoped USING (kind NOT IN ('model', 'article'));
CREATE POLICY own_entities ON document_versions AS RESTRICTIVE TO voltyard_scoped
  USING (EXISTS (SELECT FROM documents d WHERE d.operator_id = document_versions.operator_id AND d.id = document_versions.document_id));

-- The record is read by who sees the station it is about; what somebody did to a thing that is of no station is written down as well.
DROP POLICY own_entities ON operator_facts;
CREATE POLICY own_entities ON operator_facts AS RESTRICTIVE FOR SELECT TO voltyard_scoped
  USING (station_id IN (SELECT s.id FROM stations s WHERE s.operator_id = nullif(current_setting('voltyard.operator', true), '')::integer));
