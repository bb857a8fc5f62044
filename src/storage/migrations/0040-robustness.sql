-- A station that sends too much for too long, or connects anew too often, is kept out until then; a person can lift it.
ALTER TABLE stations ADD COLUMN blocked_until timestamptz, ADD COLUMN block_cause text;
