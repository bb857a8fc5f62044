-- Contracts of cars: who vouches for contract certificates (OCPP 2.x C07), and whose car may give energy back (2.1 Q01).
CREATE TABLE contract_authorities (
  operator_id integer NOT NULL REFERENCES operators,
  fingerprint text NOT NULL,
  name        text NOT NULL,
  key         text NOT NULL,
  not_before  timestamptz NOT NULL,
  not_after   timestamptz NOT NULL,
  pem         text NOT NULL,
  added_at    timestamptz NOT NULL,
  added_by    text,
  PRIMARY KEY (operator_id, fingerprint)
);
ALTER TABLE contract_authorities ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_operator ON contract_authorities TO voltyard_console USING (operator_id = nullif(current_setting('voltyard.operator', true), '')::integer);
GRANT SELECT, INSERT, UPDATE, DELETE ON contract_authorities TO voltyard_console;

ALTER TABLE cards ADD COLUMN discharge_allowed boolean NOT NULL DEFAULT false;
