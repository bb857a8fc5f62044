-- Charge points kept for a card: asked for by us, accepted or refused by the station, used, over (domain/reservation.ts).
CREATE TABLE reservations (
  operator_id    integer NOT NULL,
  station_id     integer NOT NULL,
  id             integer NOT NULL,
  -- null or 0: any charge point of the station
  evse           integer,
  connector      integer,
  connector_type text,
  token_number   text NOT NULL,
  token_type     text NOT NULL,
  token_group    text,
  expires_at     timestamptz NOT NULL,
  status         text NOT NULL,
  reason         text,
  asked_at       timestamptz NOT NULL,
  asked_by       text,
  command_id     uuid NOT NULL,
  answered_at    timestamptz,
  ended_at       timestamptz,
  transaction_number integer,
  -- what the rules need to notice that a station dropped one without a word
  held           boolean,
  free_since     timestamptz,
  PRIMARY KEY (operator_id, station_id, id)
) WITH (fillfactor = 80);
CREATE INDEX reservations_by_time ON reservations (operator_id, asked_at DESC, station_id, id DESC);
CREATE INDEX reservations_of_station ON reservations (operator_id, station_id, asked_at DESC, id DESC);
CREATE INDEX reservations_open ON reservations (operator_id, station_id) WHERE ended_at IS NULL;
ALTER TABLE reservations ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_operator ON reservations TO voltyard_console
  USING (operator_id = nullif(current_setting('voltyard.operator', true), '')::integer);
GRANT SELECT ON reservations TO voltyard_console;
