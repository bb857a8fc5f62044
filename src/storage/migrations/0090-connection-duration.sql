-- How long a connection held, by a clock that does not jump when the server's is set. Absent where nobody saw the end.
ALTER TABLE connections ADD COLUMN duration_ms bigint;
