-- What the station list needs at 100,000 stations: words to search, orders to sort by, the running sessions of a station.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- A station without a connection still has the protocol it last spoke.
ALTER TABLE stations ADD COLUMN last_protocol text;
CREATE FUNCTION keep_last_protocol() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.last_protocol := NEW.protocol;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_last_protocol BEFORE UPDATE ON stations FOR EACH ROW
  WHEN (NEW.protocol IS NOT NULL AND NEW.protocol IS DISTINCT FROM OLD.last_protocol) EXECUTE FUNCTION keep_last_protocol();
CREATE TRIGGER keep_first_protocol BEFORE INSERT ON stations FOR EACH ROW
  WHEN (NEW.protocol IS NOT NULL) EXECUTE FUNCTION keep_last_protocol();

-- Every word a station can be found by, lower case. Kept beside the station, so that its row stays small and is not rewritten.
CREATE TABLE station_search (
  operator_id integer NOT NULL,
  station_id  integer NOT NULL,
  words       text NOT NULL,
  PRIMARY KEY (operator_id, station_id),
  FOREIGN KEY (operator_id, station_id) REFERENCES stations (operator_id, id) ON DELETE CASCADE
);
CREATE INDEX station_search_by_part ON station_search USING gin (words gin_trgm_ops);
ALTER TABLE station_search ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_operator ON station_search TO voltyard_console
  USING (operator_id = nullif(current_setting('voltyard.operator', true), '')::integer);
GRANT SELECT ON station_search TO voltyard_console;

CREATE FUNCTION refresh_station_search(of_operator integer, of_station integer) RETURNS void LANGUAGE sql AS $$
  INSERT INTO station_search (operator_id, station_id, words)
  SELECT s.operator_id, s.id, lower(concat_ws(E'\n', s.name, s.identity, s.serial, s.box_serial, s.iccid, s.location, s.address,
    (SELECT string_agg(c.evse_id || E'\n' || c.evse_id_normal, E'\n') FROM connectors c
     WHERE c.operator_id = s.operator_id AND c.station_id = s.id AND c.evse_id IS NOT NULL)))
  FROM stations s WHERE s.operator_id = of_operator AND s.id = of_station
  ON CONFLICT (operator_id, station_id) DO UPDATE SET words = excluded.words
$$;
CREATE FUNCTION station_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_station_search(NEW.operator_id, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER station_words_new AFTER INSERT ON stations FOR EACH ROW EXECUTE FUNCTION station_words_changed();
CREATE TRIGGER station_words_changed AFTER UPDATE ON stations FOR EACH ROW
  WHEN ((OLD.name, OLD.identity, OLD.serial, OLD.box_serial, OLD.iccid, OLD.location, OLD.address)
    IS DISTINCT FROM (NEW.name, NEW.identity, NEW.serial, NEW.box_serial, NEW.iccid, NEW.location, NEW.address))
  EXECUTE FUNCTION station_words_changed();
CREATE FUNCTION connector_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_station_search(NEW.operator_id, NEW.station_id);
  RETURN NULL;
END $$;
CREATE TRIGGER connector_words_new AFTER INSERT ON connectors FOR EACH ROW
  WHEN (NEW.evse_id IS NOT NULL) EXECUTE FUNCTION connector_words_changed();
CREATE TRIGGER connector_words_changed AFTER UPDATE ON connectors FOR EACH ROW
  WHEN (OLD.evse_id IS DISTINCT FROM NEW.evse_id) EXECUTE FUNCTION connector_words_changed();
SELECT refresh_station_search(operator_id, id) FROM stations;

-- The orders of the list; `stations_by_name` is there already. The ranks are those of domain/standing.ts, the worst first.
CREATE FUNCTION standing_rank(standing text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE standing WHEN 'faulted' THEN 0 WHEN 'offline' THEN 1 WHEN 'outOfService' THEN 2 WHEN 'suspended' THEN 3 WHEN 'charging' THEN 4
    WHEN 'preparing' THEN 5 WHEN 'reserved' THEN 6 WHEN 'available' THEN 7 ELSE 8 END::smallint
$$;
CREATE INDEX stations_by_rank ON stations (operator_id, standing_rank(standing), lower(name), id) WHERE adopted;
CREATE INDEX stations_by_model ON stations (operator_id, lower(coalesce(vendor, '') || ' ' || coalesce(model, '')), id) WHERE adopted;
CREATE INDEX stations_by_protocol ON stations (operator_id, (coalesce(last_protocol, '')), lower(name), id) WHERE adopted;
-- Beginnings, for what is too short for parts.
CREATE INDEX stations_by_name_beginning ON stations (operator_id, lower(name) text_pattern_ops) WHERE adopted;
CREATE INDEX stations_by_identity_beginning ON stations (operator_id, lower(identity) text_pattern_ops) WHERE adopted;

CREATE INDEX transactions_running ON transactions (operator_id, station_id) WHERE ended_at IS NULL;

CREATE INDEX saved_views_of_member ON saved_views (operator_id, user_id, page, created_at);
CREATE INDEX cards_by_group ON cards (operator_id, card_group) WHERE card_group IS NOT NULL;
