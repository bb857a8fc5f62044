-- What is answered to messages of manufacturers (DataTransfer): by vendor, and by message where it has a route of its own.
CREATE TABLE vendor_routes (
  operator_id integer NOT NULL REFERENCES operators,
  id          uuid NOT NULL,
  vendor_id   text NOT NULL,
  -- empty: every message that has no route of its own
  message_id  text NOT NULL DEFAULT '',
  accept      boolean NOT NULL,
  data        text,
  note        text,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (operator_id, id)
);
CREATE UNIQUE INDEX vendor_routes_by_name ON vendor_routes (operator_id, lower(vendor_id), lower(message_id));
ALTER TABLE vendor_routes ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_operator ON vendor_routes TO voltyard_console
  USING (operator_id = nullif(current_setting('voltyard.operator', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON vendor_routes TO voltyard_console;
-- Which manufacturers' messages were heard, over all stations.
CREATE INDEX holdings_vendor ON holdings (operator_id, at DESC) WHERE kind = 'vendorMessage';
